package dev.coffer.storage.credentials;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** All that this module knows of time: the wall clock, one that nobody sets, and waiting. */
interface Time {

  /** The wall clock's milliseconds since 1970, for expiry; it may be wrong, and may be set. */
  long millis();

  /**
   * Nanoseconds that only go forward, against which leases are held; see {@link System#nanoTime}.
   */
  long nanos();

  /** Waits in this thread. */
  void pause(Duration duration) throws InterruptedException;

  /** Waits in this thread for a result; the future is not touched. */
  void await(CompletableFuture<?> result, Duration atMost)
      throws InterruptedException, TimeoutException;

  /** Does something later, in another thread, unless the process has ended. */
  void later(Duration delay, Runnable task);
}
