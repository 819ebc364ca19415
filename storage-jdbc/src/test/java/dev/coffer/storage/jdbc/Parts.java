package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.spi.StorageBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** The parts of a backend over a server, put together for one test of theirs. */
final class Parts {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Dialect dialect;
  private final RecordSource source;
  private final Transactions transactions;

  /** Of the store that is open as {@code backend}. */
  Parts(DataSource pool, StorageBackend backend) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      this.dialect = Dialect.of(connection);
    }
    this.source = new RecordSource(backend.storeId().orElseThrow(), dialect, Tables.DEFAULT);
    this.transactions = new Transactions(
        new OurLeases(pool, PATIENCE),
        dialect,
        new CallerThread(2, PATIENCE),
        new Retries(PATIENCE),
        null,
        null);
  }

  /** Whose batches are timed by a clock. */
  ExpiryRemoval purge(LongSupplier nanoTime) {
    return purge(nanoTime, System::nanoTime, LockSupport::parkNanos);
  }

  /** Which rests by another clock, and in its own way. */
  ExpiryRemoval purge(LongSupplier nanoTime, LongSupplier ofRests, LongConsumer rest) {
    return new ExpiryRemoval(
        source,
        transactions,
        new BatchSize(nanoTime, dialect.rowsPerPurge()),
        new ClockCheck(dialect, InstantSource.system(), PATIENCE, told -> {}),
        ofRests,
        rest);
  }

  EpochCount count(int rows) {
    return new EpochCount(source, transactions, rows);
  }

  /** Two connections to a database. */
  static HikariDataSource pool(TestDatabase database) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.name());
    pool.setPassword(database.password());
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool.setMaximumPoolSize(2);
    return pool;
  }
}
