package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StorageBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a database by URL or by the application's data source, and wires a backend over it. */
final class JdbcOpening {

  private final StorageOptions options;
  private final Workers workers;

  /** With options in which {@link JdbcProvider#problems} finds nothing. */
  JdbcOpening(StorageOptions options) {
    this.options = options;
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

  private StorageBackend alone(DataSource source) {
    Dialect dialect = dialectOf(source);
    Transactions.Leases leases = () -> Lease.ofTheirs(source, dialect);
    try {
      Set<Guarantee> guarantees = guarantees(leases, dialect);
      SingleWriter writer = writer(leases, dialect);
      byte[] storeId = storeId(source, dialect, guarantees, writer);
      return backend(storeId, leases, dialect, guarantees, writer, workers::close);
    } catch (SQLException failure) {
      throw SqlFailures.opening(failure, dialect);
    }
  }

  private static Set<Guarantee> guarantees(Transactions.Leases leases, Dialect dialect)
      throws SQLException {
    try (Lease lease = leases.take()) {
      requireOthers(lease, leases, dialect);
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
    Dialect dialect = Dialect.of(url).orElseThrow();
    dialect.requireDatabase(url, options.get(StorageOptions.CREATE));
    DriverDataSource driver = DriverDataSource.of(url, dialect, options);
    try {
      // Held for as long as the storage is open: an embedded database ends with its last
      // connection.
      Connection anchor = driver.getConnection();
      try {
        return overDriver(driver, anchor, url, dialect);
      } catch (SQLException | RuntimeException | Error failure) {
        closeAfter(failure, anchor);
        throw failure;
      }
    } catch (SQLException failure) {
      throw SqlFailures.opening(failure, dialect);
    }
  }

  private StorageBackend overDriver(
      DriverDataSource driver, Connection anchor, String url, Dialect dialect) throws SQLException {
    Set<Guarantee> guarantees = dialect.guarantees(anchor, url);
    SingleWriter writer = writer(() -> Lease.ofTheirs(driver, dialect), dialect);
    byte[] storeId = storeId(driver, dialect, guarantees, writer);
    HikariDataSource pool =
        ConnectionPool.over(driver, options, dialect.connectionInit(guarantees));
    Runnable closing = () -> {
      workers.call(() -> close(pool, anchor, dialect));
      workers.close();
    };
    return backend(storeId, () -> Lease.ofOurs(pool), dialect, guarantees, writer, closing);
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
    StoreSetup setup = new StoreSetup(options, dialect, guarantees);
    if (writer == null) {
      return setup.open(source);
    }
    synchronized (writer.monitor()) {
      return setup.open(source);
    }
  }

  private StorageBackend backend(
      byte[] storeId,
      Transactions.Leases leases,
      Dialect dialect,
      Set<Guarantee> guarantees,
      @Nullable SingleWriter writer,
      Runnable closing) {
    DurableCommit durable = guarantees.contains(Guarantee.DURABLE)
        ? new DurableCommit(dialect, options.find(JdbcProvider.URL).isPresent())
        : null;
    return new JdbcBackend(
        storeId,
        new RecordTable(storeId, dialect),
        new Transactions(leases, dialect, workers, writer, durable),
        guarantees,
        closing);
  }

  private static boolean close(HikariDataSource pool, Connection anchor, Dialect dialect) {
    try (anchor) {
      pool.close();
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) == Dialect.Diagnosis.NO_CONNECTION) {
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
