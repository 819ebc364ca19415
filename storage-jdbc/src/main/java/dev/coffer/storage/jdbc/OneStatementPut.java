package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A way of a server to insert or else update by one statement, which decides by itself.
 *
 * <p>Immutable and thread-safe.
 */
abstract class OneStatementPut implements RecordPut {

  final Dialect dialect;
  final byte[] storeId;

  /** Puts over whatever is there; the parameters are those of {@link RecordRow#insert}. */
  final String always;

  /** The same if what is there has expired; times follow as parameters. */
  final String ifExpired;

  OneStatementPut(byte[] storeId, Dialect dialect, String always, String ifExpired) {
    this.storeId = storeId.clone();
    this.dialect = dialect;
    this.always = always;
    this.ifExpired = ifExpired;
  }

  @Override
  public final void put(Connection connection, StoredRecord record) throws SQLException {
    RecordRow.put(dialect, connection, always, storeId, record);
  }

  @Override
  public final boolean isOneStatement() {
    return true;
  }
}
