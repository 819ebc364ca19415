package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one transaction at a time write to a database, in the order in which they come, for a
 * database that loses updates otherwise (decision 0033). Readers do not wait.
 *
 * <p>Thread-safe.
 */
final class SingleWriter {

  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object monitor;
  private final Duration patience;

  /**
   * A writer waits at most {@code patience} for the others of this storage.
   *
   * @param database names the database; an interned string made of it is one object for all
   *     storages of the JVM, whatever their class loader, as decision 0021 has it
   */
  SingleWriter(String database, Duration patience) {
    this.monitor = ("dev.coffer.storage.jdbc.writer:" + database).intern();
    this.patience = patience;
  }

  /** What other storages of the JVM hold as well while one of them writes. */
  Object monitor() {
    return monitor;
  }

  /**
   * What {@code work} returns or throws, when it has had its turn among the writers of this
   * storage.
   *
   * @throws StorageUnavailableException if its turn did not come; it will not run then
   */
  <T> T call(Supplier<T> work) {
    if (!lockUninterruptibly()) {
      throw new StorageUnavailableException(
          "Other writers were at work for "
              + patience.toMillis()
              + " ms (option 'connection-timeout'); nothing was changed.",
          null);
    }
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /** Lock.tryLock gives up when it is interrupted; this one keeps the flag and waits on. */
  private boolean lockUninterruptibly() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          return turn.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
