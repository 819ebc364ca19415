package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.RecordSealer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The table {@code coffer_store}: the id of each store, by its name. */
final class StoreTable {

  private final Dialect dialect;
  private final SecureRandom random;

  StoreTable(Dialect dialect, SecureRandom random) {
    this.dialect = dialect;
    this.random = random;
  }

  /** The id of the store of this name. */
  Optional<byte[]> find(Connection connection, String name) throws SQLException {
    String sql = "SELECT store_id FROM coffer_store WHERE store_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, bytes(name));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /** Makes a store of this name with a new id; if another one is faster, there is that one. */
  void create(Connection connection, String name) throws SQLException {
    byte[] id = new byte[RecordSealer.STORE_ID_LENGTH];
    random.nextBytes(id);
    String sql = "INSERT INTO coffer_store (store_id, store_name) VALUES (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, id);
      statement.setBytes(2, bytes(name));
      statement.executeUpdate();
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) != Dialect.Diagnosis.DUPLICATE_KEY) {
        throw failure;
      }
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
