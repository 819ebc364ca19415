package dev.coffer.storage.file;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a log anew in the background when there is too much in it that is dead: more than half of
 * what is alive, and a constant. So the file has at most twice the bytes that its records have, and
 * a constant.
 */
final class Compaction implements AutoCloseable {

  private final LogRewrite rewrite;
  private final Consumer<String> warnings;
  private final long slack;

  private volatile boolean closed;

  /** Raised to end what is under way; what begins later does not mind. */
  private volatile int cancellations;

  /** Guarded by this object, as is the other one. */
  private @Nullable Thread worker;

  /** What must be dead before the next attempt, where the last one has failed. */
  private long notBelow;

  /** @param slack the constant, in bytes */
  Compaction(LogRewrite rewrite, Consumer<String> warnings, long slack) {
    this.rewrite = rewrite;
    this.warnings = warnings;
    this.slack = slack;
  }

  /** Begins, if it is time to; returns at once. */
  void considerFor(OpenLog log) {
    long dead = log.deadBytes();
    if (dead > slack + log.index().liveBytes() / 2) {
      start(dead);
    }
  }

  private synchronized void start(long dead) {
    if (closed || worker != null || dead < notBelow) {
      return;
    }
    notBelow = dead + slack;
    Thread thread = new Thread(null, this::run, "coffer-compaction", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    worker = thread;
    thread.start();
  }

  private void run() {
    int before = cancellations;
    try {
      if (rewrite.runUnlessUnderWay(() -> closed || cancellations != before)) {
        begin();
      }
    } catch (StorageException | OutcomeUnknownException failure) {
      if (!closed) {
        warnings.accept("The log was not compacted; that is tried again when more is dead in it. "
            + failure.getMessage());
      }
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    notBelow = 0;
  }

  private synchronized void end() {
    worker = null;
    notifyAll();
  }

  /** Ends what is under way, for somebody who writes the log anew as well. */
  synchronized void cancel() {
    cancellations++;
    awaitEnd();
  }

  /** Ends what is under way, and begins nothing more. */
  @Override
  public synchronized void close() {
    closed = true;
    awaitEnd();
  }

  private synchronized void awaitEnd() {
    boolean interrupted = false;
    while (worker != null) {
      try {
        wait();
      } catch (InterruptedException putOff) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
