package dev.coffer.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts entries by a statement that takes a name and a value. */
final class JdbcFill {

  private static final int ROWS_OF_A_TRANSACTION = 1_000;

  private JdbcFill() {}

  static void fill(Connection connection, PreparedStatement put, int entries) throws SQLException {
    Values values = new Values(0);
    connection.setAutoCommit(false);
    for (int entry = 0; entry < entries; entry++) {
      put(put, entry, values.next());
      if (entry % ROWS_OF_A_TRANSACTION == ROWS_OF_A_TRANSACTION - 1) {
        connection.commit();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  static void put(PreparedStatement put, int entry, byte[] value) throws SQLException {
    put.setString(1, name(entry));
    put.setBytes(2, value);
    put.executeUpdate();
  }

  /** As long as the names that Coffer is given for the same entry. */
  static String name(int entry) {
    return "tenant/user" + entry / 100 + "/token-" + entry % 100;
  }
}
