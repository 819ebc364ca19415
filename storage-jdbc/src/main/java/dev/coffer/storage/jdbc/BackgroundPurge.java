package dev.coffer.storage.jdbc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * A thread that purges now and then: each time after an interval that is drawn anew, from half of
 * the given one to half as much again, so that the nodes of a fleet which was started at once do
 * not purge at once. After each batch it rests for as long as the batch took, at most 50 ms, so
 * that half of the time is left to others.
 */
final class BackgroundPurge implements AutoCloseable {

  private final Duration interval;
  private final LongUnaryOperator draw;
  private final Rounds rounds;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** What there is to do. */
  interface Rounds {

    /** Begins a round; what it throws, an error too, is told, and the next round tries again. */
    Batches begin();

    /** Hears of a round that failed. */
    void failed(Throwable failure);
  }

  /** The batches of a round. */
  interface Batches {
    /** Removes some; false if nothing is left. */
    boolean removeSome();
  }

  /**
   * Starts with a pause.
   *
   * @param draw gives a number from 0 to below its argument, by chance
   */
  BackgroundPurge(Duration interval, LongUnaryOperator draw, Rounds rounds) {
    this.interval = interval;
    this.draw = draw;
    this.rounds = rounds;
    this.thread = new Thread(null, this::run, "coffer-purge", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(BackgroundPurge.class.getClassLoader());
    thread.start();
  }

  private void run() {
    while (isOpenAfter(pause())) {
      try {
        Batches batches = rounds.begin();
        long begun = System.nanoTime();
        while (batches.removeSome()) {
          if (!isOpenAfter(BatchSize.rest(System.nanoTime() - begun))) {
            return;
          }
          begun = System.nanoTime();
        }
      } catch (RuntimeException | Error failure) {
        rounds.failed(failure); // without a purge, tables would grow and nobody know
      }
    }
  }

  /** How long to wait before the next round, in nanoseconds. */
  long pause() {
    return interval.toNanos() / 2 + draw.applyAsLong(interval.toNanos());
  }

  /** Nobody else knows the thread, so that an interrupt is nobody's wish but to end. */
  private boolean isOpenAfter(long nanos) {
    try {
      return !closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException end) {
      return false;
    }
  }

  /** Ends it, and waits for the batch that is under way. */
  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
