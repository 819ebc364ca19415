package dev.coffer.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * The same statements on tables of the same shape, with names and values as they are: what an
 * application would have that does not encrypt.
 */
final class PlainServer implements ServerStore {

  private static final List<String> CONTENT = List.of(
      "version",
      "key_domain",
      "epoch",
      "suite",
      "flags",
      "expires_at",
      "sealed_name",
      "sealed_value");
  private static final int STORE = CONTENT.size() + 1;
  private static final int ID_LENGTH = 16;
  private static final int BATCH = 100;

  private final HikariDataSource pool;
  private final byte[] store = new byte[ID_LENGTH];
  private final String table;
  private final String put;
  private final String get;

  PlainServer(HikariDataSource pool, String table, boolean mariaDb) {
    this.pool = pool;
    this.table = table;
    this.put = "INSERT INTO " + table + " (" + String.join(", ", CONTENT)
        + ", store_id, record_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        + (mariaDb
            ? " ON DUPLICATE KEY UPDATE " + each("%1$s = VALUES(%1$s)")
            : " ON CONFLICT (store_id, record_id) DO UPDATE SET " + each("%1$s = excluded.%1$s"));
    this.get = "SELECT record_id, " + String.join(", ", CONTENT) + " FROM " + table
        + " WHERE store_id = ? AND record_id = ?";
  }

  private static String each(String format) {
    return CONTENT.stream()
        .map(column -> String.format(format, column))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public void fill(int entries) throws SQLException {
    Values values = new Values(0);
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(put)) {
      connection.setAutoCommit(false);
      for (int entry = 0; entry < entries; entry++) {
        bind(statement, store, id(entry), values.next());
        statement.addBatch();
        if ((entry + 1) % BATCH == 0) {
          statement.executeBatch();
          connection.commit();
        }
      }
      connection.setAutoCommit(true);
    }
  }

  private static void bind(PreparedStatement statement, byte[] store, byte[] id, byte[] value)
      throws SQLException {
    byte[] version = new byte[ID_LENGTH];
    ThreadLocalRandom.current().nextBytes(version);
    statement.setBytes(1, version);
    statement.setBytes(2, new byte[ID_LENGTH]);
    statement.setLong(3, 1);
    statement.setInt(4, 1);
    statement.setLong(5, 0);
    statement.setLong(6, Long.MAX_VALUE);
    statement.setBytes(7, new byte[0]);
    statement.setBytes(8, value);
    statement.setBytes(STORE, store);
    statement.setBytes(STORE + 1, id);
  }

  private static byte[] id(int entry) {
    return JdbcFill.name(entry).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void put(int entry, byte[] value) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(put)) {
      bind(statement, store, id(entry), value);
      statement.executeUpdate();
    }
  }

  @Override
  public byte[] get(int entry) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(get)) {
      statement.setBytes(1, store);
      statement.setBytes(2, id(entry));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        row.getBytes(2);
        row.getLong(7);
        return row.getBytes(9);
      }
    }
  }

  /** Copies all rows to another store of the same table, a hundred at a time, and reads them. */
  void copy() throws SQLException {
    byte[] other = store.clone();
    Arrays.fill(other, (byte) 1);
    everyPage(store, rows -> {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(put)) {
        connection.setAutoCommit(false);
        for (byte[][] row : rows) {
          bind(statement, other, row[0], row[1]);
          statement.addBatch();
        }
        statement.executeBatch();
        connection.commit();
        connection.setAutoCommit(true);
      }
    });
    everyPage(other, rows -> {});
  }

  private interface Rows {
    void take(List<byte[][]> rows) throws SQLException;
  }

  private void everyPage(byte[] of, Rows rows) throws SQLException {
    byte[] last = new byte[0];
    List<byte[][]> page;
    do {
      page = new ArrayList<>();
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(
              "SELECT record_id, " + String.join(", ", CONTENT) + " FROM " + table
                  + " WHERE store_id = ? AND record_id > ? ORDER BY record_id LIMIT " + BATCH)) {
        statement.setBytes(1, of);
        statement.setBytes(2, last);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            page.add(new byte[][] {row.getBytes(1), row.getBytes(9)});
          }
        }
      }
      if (!page.isEmpty()) {
        last = page.get(page.size() - 1)[0];
        rows.take(page);
      }
    } while (page.size() == BATCH);
  }

  @Override
  public void close() {
    pool.close();
  }
}
