package dev.coffer.storage.jdbc;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Work on the caller's own thread, for drivers that wait for a server where no interrupt reaches
 * them: handing it over costs as much as a tenth of a server's answer. Its interrupt flag is put
 * aside meanwhile, for the pool in front of the driver gives up when it sees one.
 */
final class CallerThread implements Calls {

  private final int size;
  private final Semaphore turns;
  private final Duration patience;

  /** At most {@code size} calls at once; another one waits at most {@code patience}. */
  CallerThread(int size, Duration patience) {
    this.size = size;
    this.turns = new Semaphore(size, true);
    this.patience = patience;
  }

  @Override
  public <T> T call(Callable<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      interrupted |= takeTurn();
      try {
        return work.call();
      } catch (RuntimeException unchecked) {
        throw unchecked;
      } catch (Exception checked) {
        throw new IllegalStateException(checked);
      } finally {
        turns.release();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether it was interrupted meanwhile. */
  private boolean takeTurn() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        if (turns.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return interrupted;
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        throw Workers.busy(size, patience);
      } catch (InterruptedException interrupt) {
        interrupted = true;
      }
    }
  }

  @Override
  public void close() {}
}
