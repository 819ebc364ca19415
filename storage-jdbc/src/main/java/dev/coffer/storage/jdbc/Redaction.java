package dev.coffer.storage.jdbc;

import java.sql.SQLException;

/**
 * Exceptions without their messages. A driver's message may hold the URL, a password in it, or the
 * values of a statement; what is left is enough to look the failure up: class, SQLState, vendor
 * code and stack.
 */
final class Redaction {

  private static final int MAX_DEPTH = 8;

  private Redaction() {}

  /** A stand-in for {@code failure} and its causes, to be chained. */
  static RuntimeException of(Throwable failure) {
    return of(failure, 1);
  }

  private static RuntimeException of(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    RuntimeException redacted = new RuntimeException(
        describe(failure), cause == null || depth == MAX_DEPTH ? null : of(cause, depth + 1));
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  /**
   * A stand-in for a driver's exception where an {@link SQLException} is needed, for a pool to log.
   */
  static SQLException sqlException(SQLException failure) {
    SQLException redacted =
        new SQLException(describe(failure), failure.getSQLState(), failure.getErrorCode());
    redacted.setStackTrace(failure.getStackTrace());
    return redacted;
  }

  private static String describe(Throwable failure) {
    String name = failure.getClass().getName();
    return failure instanceof SQLException sql ? name + ", " + codes(sql) : name;
  }

  /** SQLState and vendor code, in words. */
  static String codes(SQLException failure) {
    SQLException telling = SqlFailures.telling(failure);
    return "SQLState " + telling.getSQLState() + ", vendor code " + telling.getErrorCode();
  }
}
