package dev.coffer.storage.jdbc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many rows a statement takes at once, so that it holds their locks for a short time: fewer
 * after one that was slow, more after one that was quick. A power of two, so that there are few
 * different statements for a server to keep.
 *
 * <p>Thread-safe.
 */
final class BatchSize {

  /** The longest time that locks should be held. */
  static final Duration BOUND = Duration.ofMillis(50);

  /** What a statement is allowed to take: a part of the bound, for the next one may be slower. */
  private static final long AIM = BOUND.toNanos() / 3;

  /** More are taken only where so many times as many should still keep to the aim. */
  private static final int CAUTION = 3;

  /** With fewer, time goes into the statement itself and not into rows. */
  private static final int LEAST = 8;

  private static final int FIRST = 64;

  private final LongSupplier nanoTime;
  private final int most;
  private final AtomicInteger size;

  /** By a clock, and of at most so many rows, a power of two. */
  BatchSize(LongSupplier nanoTime, int most) {
    this.nanoTime = nanoTime;
    this.most = most;
    this.size = new AtomicInteger(Math.min(FIRST, most));
  }

  /** So many rows, until the next statement has been timed. */
  int get() {
    return size.get();
  }

  /** The least power of two that is not less. */
  static int roundedUp(int rows) {
    return rows <= 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
  }

  /**
   * How long to leave the server to others after a batch that took so many nanoseconds: as long
   * again, but for one that was held up.
   */
  static long rest(long took) {
    return Math.min(took, BOUND.toNanos());
  }

  /** A statement, or a transaction. */
  interface Work {
    /** Does it, and says how many rows it has changed. */
    int run();
  }

  /** Runs what takes {@code rows} rows, and learns from how long it takes. */
  int timed(int rows, Work work) {
    long begun = nanoTime.getAsLong();
    try {
      return work.run();
    } finally {
      learn(rows, nanoTime.getAsLong() - begun);
    }
  }

  private void learn(int rows, long nanos) {
    size.updateAndGet(now -> {
      int next = now;
      long expected = nanos;
      for (; expected > AIM && next > LEAST; expected /= 2) {
        next /= 2;
      }
      boolean quick = nanos <= AIM / CAUTION;
      return rows == now && quick ? Math.min(most, now * 2) : next;
    });
  }
}
