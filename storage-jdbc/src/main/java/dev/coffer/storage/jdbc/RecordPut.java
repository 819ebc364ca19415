package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;

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
}
