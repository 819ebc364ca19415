package dev.coffer.storage.jdbc;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The single rows of the table of records that belong to one store: every statement names the
 * store, and decides by itself whether an expectation was met.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordTable {

  private static final String LIVE = "(expires_at > ? OR expires_at = " + StoredRecord.NEVER + ")";

  private static final String IF_VERSION = " AND " + LIVE + " AND version = ?";

  private static final Version NO_VERSION = Version.of(new byte[Version.LENGTH]);

  private final byte[] storeId;
  private final Dialect dialect;
  private final RecordPut put;
  private final String select;
  private final String selectLive;
  private final String update;
  private final String delete;
  private final String occupy;

  RecordTable(byte[] storeId, Dialect dialect, Tables tables) {
    this.storeId = storeId.clone();
    this.dialect = dialect;
    this.put = dialect.put(storeId, tables);
    this.select = "SELECT " + RecordRow.COLUMNS + " FROM " + tables.records() + RecordRow.HERE
        + dialect.answeredAnew();
    this.selectLive = selectLive(dialect, tables);
    this.update = RecordRow.update(tables);
    this.delete = "DELETE FROM " + tables.records() + RecordRow.HERE;
    this.occupy = RecordRow.insert(tables) + dialect.unlessThere();
  }

  /** That a row has expired at a time; the last time there is means never. */
  static String expired(String qualifier) {
    return qualifier + "expires_at <= ? AND " + qualifier + "expires_at <> " + StoredRecord.NEVER;
  }

  /** A query for a row that has not. */
  static String selectLive(Dialect dialect, Tables tables) {
    return "SELECT 1 FROM " + tables.records() + RecordRow.HERE + " AND " + LIVE
        + dialect.answeredAnew();
  }

  Optional<StoredRecord> get(Connection connection, RecordId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      RecordRow.bindKey(statement, 1, storeId, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(RecordRow.read(row, true)) : Optional.empty();
      }
    }
  }

  /** Whether {@link #make} takes one statement to make a change, which needs no transaction. */
  boolean isOneStatement(Change change) {
    return switch (change.expectation().kind()) {
      case VERSION -> true;
      case ANY -> change.record().isEmpty() || put.isOneStatement();
      case ABSENT -> change.record().isPresent() && put.isOneStatement();
    };
  }

  /**
   * Makes a change if what is there is as it expects, and says whether it was.
   *
   * @param lasting whether more changes follow in the transaction: the row, or the place where
   *     there is none, is locked until its end, so that batches over the same records go one after
   *     the other
   */
  boolean make(Connection connection, Change change, long now, boolean lasting)
      throws SQLException {
    Optional<StoredRecord> record = change.record();
    return switch (change.expectation().kind()) {
      case VERSION -> changeVersion(connection, change, now);
      case ANY -> {
        if (record.isPresent()) {
          put.put(connection, record.get());
        } else {
          remove(connection, change.id(), lasting);
        }
        yield true;
      }
      case ABSENT ->
        record.isPresent()
            ? put.putIfAbsent(connection, record.get(), now)
            : removeAbsent(connection, change.id(), now);
    };
  }

  /**
   * The statement by which all of these can be sent to a server together, so that they take one way
   * there and back: puts that expect the same. Empty where they are made one by one.
   */
  Optional<String> together(List<Change> changes) {
    Expectation.Kind kind = changes.get(0).expectation().kind();
    if (!dialect.isServer() || !arePuts(changes, kind)) {
      return Optional.empty();
    }
    return kind == Expectation.Kind.VERSION ? Optional.of(update + IF_VERSION) : put.together(kind);
  }

  /** Whether these are several, all of them puts that expect the same. */
  private static boolean arePuts(List<Change> changes, Expectation.Kind kind) {
    return changes.size() > 1
        && changes.stream()
            .allMatch(
                change -> change.record().isPresent() && change.expectation().kind() == kind);
  }

  /**
   * Puts records that must be absent by inserting them together, if the server gains by it and none
   * of them is there; false if nothing was changed. What has expired is there, too. It is the first
   * of its transaction, which it begins anew where it fails: the shared locks of what it found
   * there must not be in the way of others who wait for one of their own.
   */
  boolean insertTogether(Connection connection, List<Change> changes) throws SQLException {
    Optional<String> sql = put.insertion();
    if (sql.isEmpty() || !arePuts(changes, Expectation.Kind.ABSENT)) {
      return false;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.get())) {
      for (Change change : changes) {
        RecordRow.bindInsert(dialect, statement, storeId, change.record().orElseThrow());
        statement.addBatch();
      }
      statement.executeBatch();
      return true;
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) != Diagnosis.DUPLICATE_KEY) {
        throw failure;
      }
      connection.rollback();
      return false;
    }
  }

  /** Makes changes by the statement that {@link #together} gave; returns those that it refused. */
  List<Change> makeTogether(Connection connection, String sql, List<Change> changes, long now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Change change : changes) {
        int next =
            RecordRow.bindInsert(dialect, statement, storeId, change.record().orElseThrow());
        bindExpectation(statement, next, change.expectation(), now);
        statement.addBatch();
      }
      int[] rows = statement.executeBatch();
      List<Change> refused = new ArrayList<>();
      for (int i = 0; i < rows.length; i++) {
        if (!isMade(connection, changes.get(i), rows[i])) {
          refused.add(changes.get(i));
        }
      }
      return refused;
    }
  }

  private static void bindExpectation(
      PreparedStatement statement, int next, Expectation expectation, long now)
      throws SQLException {
    if (expectation.kind() != Expectation.Kind.ANY) {
      statement.setLong(next, now);
    }
    if (expectation.kind() == Expectation.Kind.VERSION) {
      statement.setBytes(next + 1, expectation.version().orElseThrow().toBytes());
    }
  }

  /**
   * A driver may not know how many rows it changed; then the row tells, which nobody else can
   * change.
   */
  private boolean isMade(Connection connection, Change change, int rows) throws SQLException {
    return change.expectation().kind() == Expectation.Kind.ANY
        || rows == 1
        || (rows == Statement.SUCCESS_NO_INFO
            && get(connection, change.id()).equals(change.record()));
  }

  /** Updates or removes the row if it is live and has the version that is expected. */
  private boolean changeVersion(Connection connection, Change change, long now)
      throws SQLException {
    Expectation expectation = change.expectation();
    String sql = (change.record().isPresent() ? update : delete) + IF_VERSION;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = change.record().isPresent()
          ? RecordRow.bindInsert(dialect, statement, storeId, change.record().get())
          : RecordRow.bindKey(statement, 1, storeId, change.id());
      bindExpectation(statement, next, expectation, now);
      return statement.executeUpdate() == 1;
    }
  }

  private void remove(Connection connection, RecordId id, boolean lasting) throws SQLException {
    for (int round = 0; round < UpdateOrInsert.MAX_ROUNDS; round++) {
      if (isRemoved(connection, id) || !lasting || isOccupied(connection, id)) {
        return;
      }
    }
    throw UpdateOrInsert.restless();
  }

  private boolean isRemoved(Connection connection, RecordId id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      RecordRow.bindKey(statement, 1, storeId, id);
      return statement.executeUpdate() == 1;
    }
  }

  /** Removes an expired row, or has the place of none. */
  private boolean removeAbsent(Connection connection, RecordId id, long now) throws SQLException {
    for (int round = 0; round < UpdateOrInsert.MAX_ROUNDS; round++) {
      if (removeExpired(connection, id, now)) {
        return true;
      }
      if (isLive(connection, selectLive, storeId, id, now)) {
        return false;
      }
      if (isOccupied(connection, id)) {
        return true;
      }
    }
    throw UpdateOrInsert.restless();
  }

  private boolean removeExpired(Connection connection, RecordId id, long now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(delete + " AND " + expired(""))) {
      statement.setLong(RecordRow.bindKey(statement, 1, storeId, id), now);
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Puts a row where there is none, and takes it away again; false if there is one. That locks the
   * place, so that nobody else fills it before the batch is committed.
   */
  private boolean isOccupied(Connection connection, RecordId id) throws SQLException {
    StoredRecord nothing = StoredRecord.builder(id, NO_VERSION).build();
    try (PreparedStatement statement = connection.prepareStatement(occupy)) {
      RecordRow.bindInsert(dialect, statement, storeId, nothing);
      return statement.executeUpdate() == 1 && isRemoved(connection, id);
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) == Diagnosis.DUPLICATE_KEY) {
        return false;
      }
      throw failure;
    }
  }

  static boolean isLive(
      Connection connection, String selectLive, byte[] storeId, RecordId id, long now)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(selectLive)) {
      statement.setLong(RecordRow.bindKey(statement, 1, storeId, id), now);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }
}
