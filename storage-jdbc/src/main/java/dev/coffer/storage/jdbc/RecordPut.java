package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A way to put a record where there is none, or over another one: each database has its own. */
interface RecordPut {

  /** Over whatever is there. */
  void put(Connection connection, StoredRecord record) throws SQLException;

  /**
   * Where nothing is there, or what is there has expired at {@code now}; says whether that was so.
   * A refused record changes nothing.
   */
  boolean putIfAbsent(Connection connection, StoredRecord record, long now) throws SQLException;

  /** Whether {@link #putIfAbsent} is one statement, as {@link #put} is wherever it is. */
  boolean isOneStatement();

  /**
   * The statement for puts that are sent together, with the parameters of {@link RecordRow#insert}
   * and, for ABSENT, the time behind them. For ABSENT the number of rows that it changes, one or
   * none, says whether the record was put. Empty where there is no such statement.
   */
  default Optional<String> together(Expectation.Kind kind) {
    return Optional.empty();
  }

  /**
   * The statement by which records that must be absent are first tried together, with the
   * parameters of {@link RecordRow#insert}: one that fails where any row is there, be it expired.
   * Empty where it is no gain.
   */
  default Optional<String> insertion() {
    return Optional.empty();
  }
}
