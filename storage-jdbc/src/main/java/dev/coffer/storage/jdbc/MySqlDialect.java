package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.Properties;

/** MySQL 8.0.19 and later, through its own driver or MariaDB's. */
final class MySqlDialect extends MariaDbDialect {

  @Override
  String product() {
    return "MySQL";
  }

  @Override
  String driver() {
    return "com.mysql:mysql-connector-j, or org.mariadb.jdbc:mariadb-java-client with jdbc:mariadb:,";
  }

  /** It tells nobody but who may look at all transactions, so that none can be ruled out. */
  @Override
  boolean hasUncommittedChanges(Connection connection) {
    return true;
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
