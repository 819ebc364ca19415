package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.StorageOptions;
import java.time.Duration;
import java.util.Optional;

/** Our settings of HikariCP, which gets to see neither URL nor password. */
final class ConnectionPool {

  private static final long LONGEST_VALIDATION = Duration.ofSeconds(5).toMillis();

  private ConnectionPool() {}

  /** A pool of connections in auto-commit mode, at READ COMMITTED. */
  static HikariDataSource over(
      DriverDataSource driver, StorageOptions options, Optional<String> connectionInit) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("coffer");
    config.setDataSource(driver);
    config.setMaximumPoolSize(options.get(JdbcProvider.POOL_SIZE));
    config.setMinimumIdle(1);
    long patience = options.get(JdbcProvider.CONNECTION_TIMEOUT).toMillis();
    config.setConnectionTimeout(patience);
    config.setValidationTimeout(Math.min(LONGEST_VALIDATION, patience));
    config.setAutoCommit(true);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    connectionInit.ifPresent(config::setConnectionInitSql);
    config.setInitializationFailTimeout(-1); // the database has been seen to answer
    return new HikariDataSource(config);
  }
}
