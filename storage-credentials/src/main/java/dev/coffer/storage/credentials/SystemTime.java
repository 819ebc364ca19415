package dev.coffer.storage.credentials;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's time, with the wall clock that the application has chosen. */
final class SystemTime implements Time {

  private final InstantSource clock;
  private final Executor executor;

  SystemTime(InstantSource clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public long millis() {
    return clock.millis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }

  @Override
  public void await(CompletableFuture<?> result, Duration atMost)
      throws InterruptedException, TimeoutException {
    try {
      result.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException ended) {
      // How it ended is the caller's to look at.
      return;
    }
  }

  @Override
  public void later(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, executor)
        .execute(task);
  }
}
