package dev.coffer.storage.cli;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Tells what Coffer logs as a warning (that a torn log was cut, that a clock is off) in a line like
 * any other of the command's, instead of in the two that Java would make of it.
 *
 * <p>Thread-safe.
 */
final class LoggedWarnings extends Handler {

  /** Held here, for Java forgets loggers that nobody holds, with their handlers. */
  private static final Logger LOGGER = Logger.getLogger("dev.coffer");

  private final PrintStream err;

  private LoggedWarnings(PrintStream err) {
    this.err = err;
    setFormatter(new SimpleFormatter());
    setLevel(Level.WARNING);
  }

  /** From now on, unless somebody has configured Java's logging. */
  static void tellOn(PrintStream err) {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      LOGGER.addHandler(new LoggedWarnings(err));
      LOGGER.setUseParentHandlers(false);
    }
  }

  @Override
  public void publish(LogRecord logged) {
    if (isLoggable(logged)) {
      err.println("coffer: " + Names.safe(getFormatter().formatMessage(logged)));
    }
  }

  @Override
  public void flush() {
    err.flush();
  }

  /** The stream is the process's. */
  @Override
  public void close() {}
}
