package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A database on a server that one test class has for itself, and that goes with it. */
final class TestDatabase implements AutoCloseable {

  /** Tell other processes the database of this one. */
  private static final String PROPERTY = "coffer.test.database.";

  private final Server server;
  private final String url;
  private final String user;
  private final String password;

  TestDatabase(Server server, String url, String user, String password) {
    this.server = server;
    this.url = url;
    this.user = user;
    this.password = password;
  }

  static boolean isTold() {
    return System.getProperty(PROPERTY + "server") != null;
  }

  /** The one that another process has told of. */
  static TestDatabase told() {
    return new TestDatabase(
        Server.valueOf(System.getProperty(PROPERTY + "server")),
        System.getProperty(PROPERTY + "url"),
        System.getProperty(PROPERTY + "user"),
        System.getProperty(PROPERTY + "password"));
  }

  /** What {@link #told} needs. */
  Map<String, String> properties() {
    return Map.of(
        PROPERTY + "server", server.name(),
        PROPERTY + "url", url,
        PROPERTY + "user", user,
        PROPERTY + "password", password);
  }

  Server server() {
    return server;
  }

  String url() {
    return url;
  }

  String name() {
    return user;
  }

  String password() {
    return password;
  }

  StorageOptions options() {
    return StorageOptions.of("jdbc").with("url", url).with("user", user).with("password", password);
  }

  StorageBackend create(String... more) {
    return H2.open(options().with("create", "true"), more);
  }

  StorageBackend open(String... more) {
    return H2.open(options(), more);
  }

  /** The same, reached through something that listens on loopback. */
  StorageOptions through(Wire wire) {
    return options().with("url", url.replaceFirst("//[^/]+/", "//127.0.0.1:" + wire.port() + "/"));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  /** Runs SQL as the database's user, on a connection of its own. */
  void sql(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Fills the one store with rows of 1,200 bytes, {@code n} of which counts from 1.
   *
   * @param epoch as SQL, of {@code n}
   * @param expiresAt the same
   */
  void fill(int rows, String epoch, String expiresAt) {
    sql("INSERT INTO coffer_record (store_id, record_id, version, key_domain, epoch, suite, flags,"
        + " expires_at, sealed_name, sealed_value) SELECT store_id, "
        + server.bytes("CONCAT('01', " + server.digest("CONCAT('', n)") + ", "
            + server.digest("CONCAT('id', n)") + ")")
        + ", "
        + server.bytes(server.digest("CONCAT('', n)")) + ", "
        + server.bytes(server.digest("'domain'")) + ", "
        + epoch + ", 1, 0, " + expiresAt + ", " + server.bytes("REPEAT('ab', 100)") + ", "
        + server.bytes("REPEAT('cd', 1200)") + " FROM coffer_store, (" + server.numbers(rows)
        + ") numbers");
  }

  /** The first column of what a query answers. */
  List<String> column(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** All columns of all records of a store, as bytes. */
  List<byte[]> stored(String store) {
    return dump(
        "SELECT * FROM coffer_record WHERE store_id ="
            + " (SELECT store_id FROM coffer_store WHERE store_name = ?)",
        store);
  }

  /** All columns of what a query answers, as bytes; its parameters are ASCII in bytes. */
  List<byte[]> dump(String query, String... parameters) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setBytes(i + 1, parameters[i].getBytes(StandardCharsets.US_ASCII));
      }
      List<byte[]> values = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            Object value = row.getObject(column);
            values.add(
                value instanceof byte[] bytes
                    ? bytes
                    : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
          }
        }
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Ends all connections; new ones find no records until {@link #repair}. */
  void breakDown() {
    sql("ALTER TABLE coffer_record RENAME TO away");
    endConnections();
  }

  void repair() {
    sql("ALTER TABLE away RENAME TO coffer_record");
  }

  void endConnections() {
    server.administer(admin -> server.endConnections(admin, user));
  }

  @Override
  public void close() {
    server.administer(admin -> server.drop(admin, user));
  }
}
