package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Update, or else insert, or else somebody was faster and it begins again: for H2, where two
 * {@code MERGE} for one new row collide all the same, and where no statement tells apart what it
 * did.
 *
 * <p>Immutable and thread-safe.
 */
final class UpdateOrInsert implements RecordPut {

  /** A row that comes and goes this often between two statements is given up. */
  static final int MAX_ROUNDS = 20;

  private final byte[] storeId;
  private final Dialect dialect;
  private final String update;
  private final String updateExpired;
  private final String selectLive;
  private final String insert;

  UpdateOrInsert(byte[] storeId, Dialect dialect, Tables tables) {
    this.storeId = storeId.clone();
    this.dialect = dialect;
    this.update = RecordRow.update(tables);
    this.updateExpired = update + " AND " + RecordTable.expired("");
    this.selectLive = RecordTable.selectLive(dialect, tables);
    this.insert = RecordRow.insert(tables);
  }

  @Override
  public void put(Connection connection, StoredRecord record) throws SQLException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (isUpdated(connection, record) || isInserted(connection, record)) {
        return;
      }
    }
    throw restless();
  }

  @Override
  public boolean putIfAbsent(Connection connection, StoredRecord record, long now)
      throws SQLException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (isUpdatedIfExpired(connection, record, now) || isInserted(connection, record)) {
        return true;
      }
      if (isLive(connection, record, now)) {
        return false;
      }
    }
    throw restless();
  }

  @Override
  public boolean isOneStatement() {
    return false;
  }

  static StorageUnavailableException restless() {
    return new StorageUnavailableException(
        "A record was written and removed by others " + MAX_ROUNDS
            + " times during one call: try again. Nothing was changed.",
        null);
  }

  private boolean isUpdated(Connection connection, StoredRecord record) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      RecordRow.bindInsert(dialect, statement, storeId, record);
      return statement.executeUpdate() > 0;
    }
  }

  private boolean isUpdatedIfExpired(Connection connection, StoredRecord record, long now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(updateExpired)) {
      statement.setLong(RecordRow.bindInsert(dialect, statement, storeId, record), now);
      return statement.executeUpdate() > 0;
    }
  }

  /** Puts a row where there is none; false if there is one. */
  private boolean isInserted(Connection connection, StoredRecord record) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      RecordRow.bindInsert(dialect, statement, storeId, record);
      statement.executeUpdate();
      return true;
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) == Diagnosis.DUPLICATE_KEY) {
        return false;
      }
      throw failure;
    }
  }

  private boolean isLive(Connection connection, StoredRecord record, long now) throws SQLException {
    return RecordTable.isLive(connection, selectLive, storeId, record.id(), now);
  }
}
