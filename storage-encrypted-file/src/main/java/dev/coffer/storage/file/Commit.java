package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one caller on their way to the disk, all or none, together with those of others.
 * The caller waits until they are done or have failed; each caller has an exception of its own.
 */
final class Commit {

  private final List<Change> changes;
  private final long now;
  private final byte[] body;
  private final Thread caller = Thread.currentThread();

  private @Nullable Supplier<? extends Throwable> failure;

  /** Written last, so that who sees it sees the failure. */
  private volatile boolean done;

  /** @throws IllegalArgumentException if no frame has room for the changes */
  Commit(List<Change> changes, long now) {
    this.changes = changes;
    this.now = now;
    this.body = Batch.encode(changes); // By the caller, so that several do it at once.
    if (body.length > FrameHead.MAX_BODY) {
      throw new IllegalArgumentException("A batch has at most " + FrameHead.MAX_BODY
          + " bytes when it is sealed, this one " + body.length + ".");
    }
  }

  List<Change> changes() {
    return changes;
  }

  long now() {
    return now;
  }

  /** The body of a frame with all of the changes, not a copy. */
  byte[] body() {
    return body;
  }

  boolean isDone() {
    return done;
  }

  void succeed() {
    done = true;
  }

  /** With what makes the caller's exception, in the caller's thread. */
  void fail(Supplier<? extends Throwable> cause) {
    failure = cause;
    done = true;
  }

  void wake() {
    LockSupport.unpark(caller);
  }

  /** Throws what the commit has failed with, if it has. */
  void rethrow() {
    Supplier<? extends Throwable> cause = failure;
    if (cause != null) {
      Throwable thrown = cause.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }
}
