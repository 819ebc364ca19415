package dev.coffer.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** SQLite, unencrypted, with a write-ahead log that is synced at each commit. For one thread. */
final class Sqlite implements Store {

  private final Connection connection;
  private final PreparedStatement put;

  private Sqlite(Connection connection, PreparedStatement put) {
    this.connection = connection;
    this.put = put;
  }

  static Sqlite create(Path directory) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sqlite"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE entry (name TEXT PRIMARY KEY, value BLOB NOT NULL)");
    }
    return new Sqlite(
        connection,
        connection.prepareStatement("INSERT INTO entry (name, value) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
  }

  @Override
  public String name() {
    return "SQLite";
  }

  @Override
  public void fill(int entries) throws SQLException {
    JdbcFill.fill(connection, put, entries);
  }

  @Override
  public void put(int entry, byte[] value) throws SQLException {
    JdbcFill.put(put, entry, value);
  }

  @Override
  public void close() throws SQLException {
    put.close();
    connection.close();
  }
}
