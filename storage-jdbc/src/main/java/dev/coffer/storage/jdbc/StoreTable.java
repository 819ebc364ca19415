package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.RecordSealer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table of stores: the id of each, by its name. */
final class StoreTable {

  private final Dialect dialect;
  private final String table;
  private final SecureRandom random;

  StoreTable(Dialect dialect, Tables tables, SecureRandom random) {
    this.dialect = dialect;
    this.table = tables.stores();
    this.random = random;
  }

  /** The id of the store of this name. */
  Optional<byte[]> find(Connection connection, String name) throws SQLException {
    String sql = "SELECT store_id FROM " + table + " WHERE store_name = ?" + dialect.answeredAnew();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, bytes(name));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /**
   * Makes a store of this name with a new id; false if another one was faster, and made it. Then
   * the transaction may be one that can only be rolled back.
   */
  boolean create(Connection connection, String name) throws SQLException {
    byte[] id = new byte[RecordSealer.STORE_ID_LENGTH];
    random.nextBytes(id);
    String sql = "INSERT INTO " + table + " (store_id, store_name) VALUES (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, id);
      statement.setBytes(2, bytes(name));
      statement.executeUpdate();
      return true;
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) != Diagnosis.DUPLICATE_KEY) {
        throw failure;
      }
      return false;
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
