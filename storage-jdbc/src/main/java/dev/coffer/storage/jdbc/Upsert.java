package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL's {@code INSERT … ON CONFLICT DO UPDATE … WHERE}: one statement decides, and its row
 * count says how.
 *
 * <p>Immutable and thread-safe.
 */
final class Upsert extends OneStatementPut {

  Upsert(byte[] storeId, Dialect dialect, Tables tables) {
    super(
        storeId,
        dialect,
        always(tables),
        always(tables) + " WHERE " + RecordTable.expired(tables.recordsAlone() + "."));
  }

  private static String always(Tables tables) {
    return RecordRow.insert(tables)
        + " ON CONFLICT (store_id, record_id) DO UPDATE SET "
        + RecordRow.contentAs("excluded.%s");
  }

  @Override
  public boolean putIfAbsent(Connection connection, StoredRecord record, long now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ifExpired)) {
      statement.setLong(RecordRow.bindInsert(dialect, statement, storeId, record), now);
      return statement.executeUpdate() == 1;
    }
  }

  @Override
  public Optional<String> together(Expectation.Kind kind) {
    return kind == Expectation.Kind.ANY ? Optional.of(always) : Optional.of(ifExpired);
  }
}
