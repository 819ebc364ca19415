package dev.coffer.storage.crypto;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * I/O that an interrupt does not break: channels close under an interrupted thread, so the step is
 * made again, and the thread's flag is set when it is done.
 */
final class Uninterrupted {

  /** A step that may be made again from its beginning. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  private Uninterrupted() {}

  static void run(Step step) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          step.run();
          return;
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
