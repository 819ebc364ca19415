package dev.coffer.storage.cli;

import dev.coffer.storage.StorageException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints where a failure came from. Messages are shown of those exceptions alone that promise to
 * carry no secret.
 */
final class Debug {

  private Debug() {}

  static void print(Throwable failure, PrintStream err) {
    String introduction = "";
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean safe = cause instanceof StorageException;
      err.println(introduction
          + cause.getClass().getName()
          + (safe ? ": " + Names.safe(String.valueOf(cause.getMessage())) : ""));
      for (StackTraceElement frame : cause.getStackTrace()) {
        err.println("    at " + frame);
      }
      introduction = "Caused by: ";
    }
  }
}
