package dev.coffer.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * H2, unencrypted, saved by each commit and synced after it, as decision 31 says that it is
 * durable. For one thread.
 */
final class H2Synced implements Store {

  private final Connection connection;
  private final PreparedStatement put;
  private final PreparedStatement sync;

  private H2Synced(Connection connection, PreparedStatement put, PreparedStatement sync) {
    this.connection = connection;
    this.put = put;
    this.sync = sync;
  }

  static H2Synced create(Path directory) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:h2:" + directory.resolve("h2") + ";WRITE_DELAY=0");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE entry (name VARCHAR PRIMARY KEY, content VARBINARY NOT NULL)");
    }
    return new H2Synced(
        connection,
        connection.prepareStatement("MERGE INTO entry (name, content) VALUES (?, ?)"),
        connection.prepareStatement("CHECKPOINT SYNC"));
  }

  @Override
  public String name() {
    return "H2";
  }

  @Override
  public void fill(int entries) throws SQLException {
    JdbcFill.fill(connection, put, entries);
  }

  @Override
  public void put(int entry, byte[] value) throws SQLException {
    JdbcFill.put(put, entry, value);
    sync.execute();
  }

  @Override
  public void close() throws SQLException {
    sync.close();
    put.close();
    connection.close();
  }
}
