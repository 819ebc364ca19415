package dev.coffer.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    } catch (Exception unknown) { // Checked ones come too, from languages that know no difference.
      throw new StorageUnavailableException(
          who + " failed to open with " + unknown.getClass().getName() + ".", redacted(unknown));
    }
  }

  static void closeAfter(Throwable failure, @Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception second) {
      failure.addSuppressed(redacted(second));
    }
  }
}
