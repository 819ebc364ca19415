package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Compares this process's clock with the database's, which all who share it have in common, and
 * tells of one that is far off: it would take for expired what others do not, or the other way
 * round. It tells once, and again only after the clock was right in between.
 *
 * <p>Thread-safe.
 */
final class ClockCheck {

  private final Dialect dialect;
  private final InstantSource clock;
  private final Duration tolerance;
  private final Consumer<String> warnings;
  private final AtomicBoolean told = new AtomicBoolean();

  ClockCheck(Dialect dialect, InstantSource clock, Duration tolerance, Consumer<String> warnings) {
    this.dialect = dialect;
    this.clock = clock;
    this.tolerance = tolerance;
    this.warnings = warnings;
  }

  /** Logs its warnings. */
  static void log(String warning) {
    System.getLogger("dev.coffer.storage.jdbc").log(System.Logger.Level.WARNING, warning);
  }

  /**
   * The earlier of the two clocks' times, in milliseconds since 1970: what has expired by it has
   * expired for everybody whose clock is right.
   */
  long earlier(Connection connection) throws SQLException {
    long before = clock.millis();
    long theirs = dialect.millis(connection).orElse(before);
    long after = clock.millis();
    // While the question was on its way, the answer may have been right at any time.
    long ahead = Math.max(0, before - theirs) - Math.max(0, theirs - after);
    if (Math.abs(ahead) <= tolerance.toMillis()) {
      told.set(false);
    } else if (told.compareAndSet(false, true)) {
      warnings.accept("The clock of this process is " + Duration.ofMillis(Math.abs(ahead))
          + (ahead > 0 ? " ahead of" : " behind") + " the database's, and more than "
          + tolerance + " (option 'clock-tolerance') is taken for an error: entries expire too "
          + (ahead > 0 ? "early" : "late") + " here. Have clocks set by the network.");
    }
    return Math.min(before, theirs);
  }
}
