package dev.coffer.storage.jdbc;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * How long what may be tried again is tried again, with pauses that grow and are drawn by chance:
 * those that got into each other's way must not meet again.
 *
 * <p>Thread-safe.
 */
final class Retries {

  private static final long FIRST_PAUSE = Duration.ofMillis(2).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(250).toNanos();

  private final Duration patience;
  private final LongSupplier nanoTime;
  private final LongUnaryOperator draw;
  private final LongConsumer pause;

  /** Until a call has lasted for so long. */
  Retries(Duration patience) {
    this(
        patience,
        System::nanoTime,
        bound -> ThreadLocalRandom.current().nextLong(bound),
        Retries::pauseUninterruptibly);
  }

  /** With a clock, a die and a way to wait. */
  Retries(Duration patience, LongSupplier nanoTime, LongUnaryOperator draw, LongConsumer pause) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.draw = draw;
    this.pause = pause;
  }

  /** For a call that begins now. */
  Attempts begin() {
    return new Attempts();
  }

  private static void pauseUninterruptibly(long nanos) {
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The attempts of one call. Not thread-safe. */
  final class Attempts {

    private final long end = nanoTime.getAsLong() + patience.toNanos();
    private long bound = FIRST_PAUSE;

    /** Waits, and says that there is time for another attempt; or that there is none. */
    boolean again() {
      long wait = bound / 2 + draw.applyAsLong(bound / 2 + 1);
      if (nanoTime.getAsLong() + wait >= end) {
        return false;
      }
      pause.accept(wait);
      bound = Math.min(LONGEST_PAUSE, bound * 2);
      return true;
    }
  }
}
