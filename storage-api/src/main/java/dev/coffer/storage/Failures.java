package dev.coffer.storage;

import dev.coffer.storage.spi.StorageBackend;
import java.util.function.Supplier;

/**
 * What becomes of exceptions that the contract does not know: a third party's message may hold
 * anything, so it goes no further.
 */
final class Failures {

  private Failures() {}

  /** The class and the stack of a failure, without its message and causes. */
  static RuntimeException redacted(Throwable failure) {
    RuntimeException redacted = new RuntimeException(failure.getClass().getName());
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  static <T> T opening(String who, Supplier<T> part) {
    try {
      return part.get();
    } catch (StorageException known) {
      throw known;
    } catch (RuntimeException unknown) {
      throw new StorageUnavailableException(
          who + " failed to open with " + unknown.getClass().getName() + ".", redacted(unknown));
    }
  }

  static void closeAfter(Throwable failure, StorageBackend backend) {
    try {
      backend.close();
    } catch (RuntimeException second) {
      failure.addSuppressed(redacted(second));
    }
  }
}
