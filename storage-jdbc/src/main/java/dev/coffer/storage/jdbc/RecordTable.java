package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The single rows of {@code coffer_record} that belong to one store: every statement names the
 * store, and decides by row count whether an expectation was met.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordTable {

  /** The last time there is means never. */
  static final String EXPIRED = "expires_at <= ? AND expires_at <> " + StoredRecord.NEVER;

  private static final String LIVE = "(expires_at > ? OR expires_at = " + StoredRecord.NEVER + ")";

  private static final String HERE = " WHERE store_id = ? AND record_id = ?";

  private static final String SELECT = "SELECT " + RecordRow.COLUMNS + " FROM coffer_record" + HERE;

  private static final String SELECT_LIVE = "SELECT 1 FROM coffer_record" + HERE + " AND " + LIVE;

  private static final String INSERT = "INSERT INTO coffer_record ("
      + RecordRow.CONTENT
      + ", store_id, record_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE coffer_record SET " + RecordRow.CONTENT.replace(",", " = ?,") + " = ?" + HERE;

  private static final String DELETE = "DELETE FROM coffer_record" + HERE;

  /** A row that comes and goes this often between two statements is given up. */
  private static final int MAX_ROUNDS = 20;

  private static final Version NO_VERSION = Version.of(new byte[Version.LENGTH]);

  private final byte[] storeId;
  private final Dialect dialect;

  RecordTable(byte[] storeId, Dialect dialect) {
    this.storeId = storeId.clone();
    this.dialect = dialect;
  }

  Optional<StoredRecord> get(Connection connection, RecordId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      here(statement, 1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(RecordRow.read(row, true)) : Optional.empty();
      }
    }
  }

  /**
   * Makes a change if what is there is as it expects, and says whether it was. From then on the
   * row, or the place where there is none, is locked until the end of the transaction.
   */
  boolean make(Connection connection, Change change, long now) throws SQLException {
    Optional<StoredRecord> record = change.record();
    return switch (change.expectation().kind()) {
      case VERSION -> update(connection, change, now);
      case ANY ->
        record.isPresent()
            ? put(connection, change, record.get(), now)
            : removeAny(connection, change, now);
      case ABSENT ->
        record.isPresent()
            ? put(connection, change, record.get(), now)
            : removeAbsent(connection, change, now);
    };
  }

  private boolean removeAny(Connection connection, Change change, long now) throws SQLException {
    update(connection, change, now);
    return true;
  }

  /**
   * Update, or else insert, or else somebody was faster and it begins again. No MERGE: in H2 two of
   * them for one new row collide all the same.
   */
  private boolean put(Connection connection, Change change, StoredRecord record, long now)
      throws SQLException {
    boolean mustBeAbsent = change.expectation().kind() == Expectation.Kind.ABSENT;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (update(connection, change, now) || insert(connection, record)) {
        return true;
      }
      if (mustBeAbsent && isLive(connection, record.id(), now)) {
        return false;
      }
    }
    throw restless();
  }

  /**
   * Removes an expired row. Where there is none, a row is put and taken away again: that locks the
   * place, so that nobody else fills it before the batch is committed.
   */
  private boolean removeAbsent(Connection connection, Change change, long now) throws SQLException {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (update(connection, change, now)) {
        return true;
      }
      if (isLive(connection, change.id(), now)) {
        return false;
      }
      if (insert(connection, StoredRecord.builder(change.id(), NO_VERSION).build())) {
        return delete(connection, change.id());
      }
    }
    throw restless();
  }

  private static StorageUnavailableException restless() {
    return new StorageUnavailableException(
        "A record was written and removed by others " + MAX_ROUNDS
            + " times during one call: try again. Nothing was changed.",
        null);
  }

  /** Updates or deletes the row if it is there and as expected, and says so. */
  private boolean update(Connection connection, Change change, long now) throws SQLException {
    Expectation expectation = change.expectation();
    String sql = change.record().isPresent() ? UPDATE : DELETE;
    try (PreparedStatement statement =
        connection.prepareStatement(sql + condition(expectation.kind()))) {
      int next = 1;
      if (change.record().isPresent()) {
        next = RecordRow.bind(statement, next, change.record().get());
      }
      next = here(statement, next, change.id());
      if (expectation.kind() != Expectation.Kind.ANY) {
        statement.setLong(next++, now);
      }
      if (expectation.version().isPresent()) {
        statement.setBytes(next, expectation.version().get().toBytes());
      }
      return statement.executeUpdate() == 1;
    }
  }

  private static String condition(Expectation.Kind kind) {
    return switch (kind) {
      case ANY -> "";
      case ABSENT -> " AND " + EXPIRED;
      case VERSION -> " AND " + LIVE + " AND version = ?";
    };
  }

  /** Puts a row where there is none; false if there is one. */
  private boolean insert(Connection connection, StoredRecord record) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      here(statement, RecordRow.bind(statement, 1, record), record.id());
      statement.executeUpdate();
      return true;
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) == Dialect.Diagnosis.DUPLICATE_KEY) {
        return false;
      }
      throw failure;
    }
  }

  private boolean delete(Connection connection, RecordId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      here(statement, 1, id);
      return statement.executeUpdate() == 1;
    }
  }

  private boolean isLive(Connection connection, RecordId id, long now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT_LIVE)) {
      statement.setLong(here(statement, 1, id), now);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private int here(PreparedStatement statement, int first, RecordId id) throws SQLException {
    statement.setBytes(first, storeId);
    statement.setBytes(first + 1, id.toBytes());
    return first + 2;
  }
}
