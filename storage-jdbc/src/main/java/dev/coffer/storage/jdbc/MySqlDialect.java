package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** MySQL 8.0.19 and later, through its own driver or MariaDB's. */
final class MySqlDialect extends MariaDbDialect {

  /** ER_CANT_CHANGE_TX_CHARACTERISTICS */
  private static final int IN_TRANSACTION = 1568;

  @Override
  String product() {
    return "MySQL";
  }

  @Override
  String driver() {
    return "com.mysql:mysql-connector-j, or org.mariadb.jdbc:mariadb-java-client with jdbc:mariadb:,";
  }

  /**
   * It tells nobody but who may look at all transactions; but it refuses to set how the next one is
   * isolated while there is one. Where there is none, the next one is ours, and is to be isolated
   * like this.
   */
  @Override
  boolean hasUncommittedChanges(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
      return false;
    } catch (SQLException failure) {
      if (failure.getErrorCode() == IN_TRANSACTION) {
        return true;
      }
      throw failure;
    }
  }

  @Override
  Properties properties(String url, boolean create, Duration patience) {
    Properties properties = super.properties(url, create, patience);
    if (!sets(url, "cachePrepStmts")) {
      properties.setProperty("cachePrepStmts", "true");
    }
    return properties;
  }
}
