package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StorageBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a database by URL or by the application's data source, and wires a backend over it. */
final class JdbcOpening {

  private final StorageOptions options;
  private final Tables tables;
  private final Workers workers;

  /** With options in which {@link JdbcProvider#problems} finds nothing. */
  JdbcOpening(StorageOptions options) {
    this.options = options;
    this.tables =
        Tables.of(options.get(JdbcProvider.TABLE_PREFIX), options.find(JdbcProvider.SCHEMA));
    this.workers = new Workers(
        options.get(JdbcProvider.POOL_SIZE), options.get(JdbcProvider.CONNECTION_TIMEOUT));
  }

  StorageBackend open() {
    try {
      return workers.call(() -> options.find(JdbcProvider.URL).isPresent()
          ? overUrl(options.get(JdbcProvider.URL))
          : over(options.get(JdbcProvider.DATA_SOURCE)));
    } catch (RuntimeException | Error failure) {
      workers.close();
      throw failure;
    }
  }

  /**
   * Over the application's data source. Those who open over the same one at once wait for each
   * other, without a connection in their hands that somebody else needs. The monitor is one that
   * the application does not know.
   */
  private StorageBackend over(DataSource source) {
    String monitor =
        ("dev.coffer.storage.jdbc.opening " + System.identityHashCode(source)).intern();
    synchronized (monitor) {
      return alone(source);
    }
  }

  /** On threads of our own, which leave behind whatever transaction is bound to the caller's. */
  private StorageBackend alone(DataSource source) {
    Dialect dialect = dialectOf(source);
    Transactions.Leases leases = new TheirLeases(source, dialect);
    try {
      ClockCheck clocks = clocks(dialect);
      Set<Guarantee> guarantees = guarantees(leases, dialect, clocks);
      SingleWriter writer = writer(leases, dialect);
      byte[] storeId = storeId(source, dialect, guarantees, writer);
      return backend(storeId, leases, dialect, workers, guarantees, writer, clocks, workers::close);
    } catch (SQLException failure) {
      throw SqlFailures.opening(failure, dialect);
    }
  }

  private ClockCheck clocks(Dialect dialect) {
    return new ClockCheck(
        dialect, options.clock(), options.get(JdbcProvider.CLOCK_TOLERANCE), ClockCheck::log);
  }

  private static Set<Guarantee> guarantees(
      Transactions.Leases leases, Dialect dialect, ClockCheck clocks) throws SQLException {
    try (Lease lease = leases.take()) {
      requireOthers(lease, leases, dialect);
      dialect.requireSettings(lease.connection());
      clocks.earlier(lease.connection());
      return dialect.guarantees(lease.connection(), null);
    }
  }

  /** Calls at once on one connection would commit and roll back each other's changes. */
  private static void requireOthers(Lease one, Transactions.Leases leases, Dialect dialect)
      throws SQLException {
    try (Lease other = leases.take()) {
      if (dialect.session(one.connection()).equals(dialect.session(other.connection()))) {
        throw new StorageConfigurationException(
            "The data source (option 'data-source') hands out the same connection to several at"
                + " once: give the storage one with a connection for each, such as a pool.");
      }
    }
  }

  private static Dialect dialectOf(DataSource source) {
    try (Connection connection = Lease.connect(source)) {
      return Dialect.of(connection);
    } catch (SQLException failure) {
      throw new StorageUnavailableException(
          "The data source gives no connection (" + Redaction.codes(failure) + ").",
          Redaction.of(failure));
    }
  }

  private StorageBackend overUrl(String url) {
    Dialect expected = Dialect.of(url).orElseThrow();
    expected.requireDatabase(url, options.get(StorageOptions.CREATE));
    DriverDataSource driver = DriverDataSource.of(url, expected, options);
    try {
      Connection first = driver.getConnection();
      try {
        Dialect dialect = Dialect.of(first);
        return dialect.isServer()
            ? overServer(driver, first, dialect)
            : embedded(driver, first, url, dialect);
      } catch (SQLException | RuntimeException | Error failure) {
        closeAfter(failure, first);
        throw failure;
      }
    } catch (SQLException failure) {
      throw SqlFailures.opening(failure, expected);
    }
  }

  /**
   * With a connection that is held for as long as the storage is open: the database ends with it.
   */
  private StorageBackend embedded(
      DriverDataSource driver, Connection anchor, String url, Dialect dialect) throws SQLException {
    Set<Guarantee> guarantees = dialect.guarantees(anchor, url);
    SingleWriter writer = writer(new TheirLeases(driver, dialect), dialect);
    byte[] storeId = storeId(driver, dialect, guarantees, writer);
    HikariDataSource pool =
        ConnectionPool.over(driver, options, dialect.connectionInit(guarantees));
    Runnable closing = () -> {
      workers.call(() -> close(pool, anchor, dialect));
      workers.close();
    };
    return backend(
        storeId, leases(pool), dialect, workers, guarantees, writer, clocks(dialect), closing);
  }

  private StorageBackend overServer(DriverDataSource driver, Connection first, Dialect dialect)
      throws SQLException {
    dialect.requireSettings(first);
    ClockCheck clocks = clocks(dialect);
    clocks.earlier(first);
    Set<Guarantee> guarantees = dialect.guarantees(first, null);
    byte[] storeId = storeId(driver, dialect, guarantees, null);
    first.close();
    HikariDataSource pool = ConnectionPool.over(
        driver.answeringWithin(options.get(JdbcProvider.CALL_TIMEOUT)), options, Optional.empty());
    Runnable closing = () -> {
      workers.call(() -> {
        pool.close();
        return pool;
      });
      workers.close();
    };
    Calls calls = new CallerThread(
        options.get(JdbcProvider.POOL_SIZE), options.get(JdbcProvider.CONNECTION_TIMEOUT));
    return backend(storeId, leases(pool), dialect, calls, guarantees, null, clocks, closing);
  }

  private @Nullable SingleWriter writer(Transactions.Leases leases, Dialect dialect)
      throws SQLException {
    try (Lease lease = leases.take()) {
      return dialect
          .needsSingleWriter(lease.connection())
          .map(name -> new SingleWriter(name, options.get(JdbcProvider.CONNECTION_TIMEOUT)))
          .orElse(null);
    }
  }

  /** What is made at opening is written, too. */
  private byte[] storeId(
      DataSource source, Dialect dialect, Set<Guarantee> guarantees, @Nullable SingleWriter writer)
      throws SQLException {
    StoreSetup setup = new StoreSetup(options, dialect, tables, guarantees);
    if (writer == null) {
      return setup.open(source);
    }
    synchronized (writer.monitor()) {
      return setup.open(source);
    }
  }

  private Transactions.Leases leases(DataSource pool) {
    return new OurLeases(pool, options.get(JdbcProvider.CONNECTION_TIMEOUT));
  }

  private StorageBackend backend(
      byte[] storeId,
      Transactions.Leases leases,
      Dialect dialect,
      Calls calls,
      Set<Guarantee> guarantees,
      @Nullable SingleWriter writer,
      ClockCheck clocks,
      Runnable closing) {
    DurableCommit durable = guarantees.contains(Guarantee.DURABLE) && !dialect.isServer()
        ? new DurableCommit(dialect, options.find(JdbcProvider.URL).isPresent())
        : null;
    Retries retries = new Retries(options.get(JdbcProvider.CONNECTION_TIMEOUT));
    RecordTable records = new RecordTable(storeId, dialect, tables);
    Transactions transactions = new Transactions(leases, dialect, calls, retries, writer, durable);
    RecordSource source = new RecordSource(storeId, dialect, tables);
    ExpiryRemoval expired = new ExpiryRemoval(
        source,
        transactions,
        new BatchSize(System::nanoTime, dialect.rowsPerPurge()),
        clocks,
        System::nanoTime,
        LockSupport::parkNanos);
    return new JdbcBackend(
        storeId,
        source,
        records,
        transactions,
        new BatchWriter(records, transactions, dialect, retries),
        expired,
        guarantees,
        purging(expired, closing));
  }

  /** What is to be closed, with a background purge before it if the options ask for one. */
  private Runnable purging(ExpiryRemoval expired, Runnable closing) {
    Optional<Duration> interval = options.find(JdbcProvider.PURGE_INTERVAL);
    if (interval.isEmpty()) {
      return closing;
    }
    BackgroundPurge purge = new BackgroundPurge(
        interval.get(), bound -> ThreadLocalRandom.current().nextLong(bound), expired);
    return () -> {
      purge.close();
      closing.run();
    };
  }

  private static boolean close(HikariDataSource pool, Connection anchor, Dialect dialect) {
    try (anchor) {
      pool.close();
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) == Diagnosis.NO_CONNECTION) {
        return false; // a server that is gone has closed its database by itself
      }
      throw new StorageUnavailableException(
          dialect.product()
              + " did not close its database cleanly ("
              + Redaction.codes(failure)
              + ").",
          Redaction.of(failure));
    }
    return true;
  }

  private static void closeAfter(Throwable failure, Connection connection) {
    try {
      connection.close();
    } catch (SQLException second) {
      failure.addSuppressed(Redaction.of(second));
    }
  }
}
