package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code INSERT … ON DUPLICATE KEY UPDATE} of MariaDB and MySQL.
 *
 * <p>It has no condition, so that a refused record sets each column to what it is. The row count
 * does not tell that from an insert: by default drivers have rows counted that were found, not
 * those that were changed. So a refused record sets the id that the server reports as generated,
 * which is what {@code LAST_INSERT_ID(n)} is for; nothing else generates one, for no column counts
 * by itself.
 *
 * <p>Immutable and thread-safe.
 */
final class OnDuplicateKey extends OneStatementPut {

  private static final int REFUSED = 1;

  private final String insert;
  private static final String EXPIRY = "expires_at";

  OnDuplicateKey(byte[] storeId, Dialect dialect, Tables tables) {
    super(
        storeId,
        dialect,
        start(tables) + RecordRow.contentAs("VALUES(%s)"),
        start(tables) + String.join(", ", conditionally()));
    this.insert = RecordRow.insert(tables);
  }

  private static String start(Tables tables) {
    return RecordRow.insert(tables) + " ON DUPLICATE KEY UPDATE ";
  }

  /**
   * Each column as it is put if the row has expired, and else as it is. They are set one after the
   * other and see what was set before them, so that the expiry comes last.
   */
  private static List<String> conditionally() {
    List<String> settings = RecordRow.content()
        .filter(column -> !column.equals(EXPIRY))
        .map(column -> conditionally(column, column))
        .collect(Collectors.toCollection(ArrayList::new));
    String refused = "IF(LAST_INSERT_ID(" + REFUSED + ") > 0, " + EXPIRY + ", " + EXPIRY + ")";
    settings.add(conditionally(EXPIRY, refused));
    return settings;
  }

  private static String conditionally(String column, String unchanged) {
    return column + " = IF(" + RecordTable.expired("") + ", VALUES(" + column + "), " + unchanged
        + ")";
  }

  @Override
  public boolean putIfAbsent(Connection connection, StoredRecord record, long now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(ifExpired, Statement.RETURN_GENERATED_KEYS)) {
      int next = RecordRow.bindInsert(dialect, statement, storeId, record);
      for (int column = 0; column < RecordRow.CONTENT_COLUMNS; column++) {
        statement.setLong(next + column, now);
      }
      // None where only changed rows are counted.
      return statement.executeUpdate() != 0 && !isRefused(statement);
    }
  }

  private static boolean isRefused(PreparedStatement statement) throws SQLException {
    try (ResultSet generated = statement.getGeneratedKeys()) {
      return generated.next() && generated.getInt(1) == REFUSED;
    }
  }

  /**
   * Of a condition the generated key tells, of which there is one for all that are sent together.
   */
  @Override
  public Optional<String> together(Expectation.Kind kind) {
    return kind == Expectation.Kind.ANY ? Optional.of(always) : Optional.empty();
  }

  /** Most that must be absent is. */
  @Override
  public Optional<String> insertion() {
    return Optional.of(insert);
  }
}
