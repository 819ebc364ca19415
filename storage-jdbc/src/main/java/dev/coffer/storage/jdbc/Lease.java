package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection on loan from a pool, for one transaction at READ COMMITTED. Closing it rolls back
 * what it has not committed and gives it back with the auto-commit mode and isolation that it came
 * with. It undoes nothing but what it did itself.
 *
 * <p>Not thread-safe.
 */
final class Lease implements AutoCloseable {

  private static final int ISOLATION = Connection.TRANSACTION_READ_COMMITTED;

  private final Connection connection;
  private final boolean autoCommit;
  private final int isolation;
  private boolean turnedOff;
  private boolean open;

  private Lease(Connection connection, boolean autoCommit, int isolation) {
    this.connection = connection;
    this.autoCommit = autoCommit;
    this.isolation = isolation;
  }

  /** A connection of our own pool, whose state is known without asking the database. */
  static Lease ofOurs(DataSource pool) throws SQLException {
    return new Lease(pool.getConnection(), true, ISOLATION);
  }

  /**
   * A connection of the application's data source.
   *
   * @throws StorageUnavailableException if it comes with changes that somebody has not committed:
   *     they are not ours to commit, and our own must be when a call returns
   */
  static Lease ofTheirs(DataSource source, Dialect dialect) throws SQLException {
    return ofTheirs(source, dialect, false);
  }

  /**
   * The same for a single statement. In auto-commit mode a server's isolation makes no difference
   * to it but that it may have to be tried again; so that it is not asked for, which is a round
   * trip.
   */
  static Lease ofTheirsForOne(DataSource source, Dialect dialect) throws SQLException {
    return ofTheirs(source, dialect, dialect.isServer());
  }

  private static Lease ofTheirs(DataSource source, Dialect dialect, boolean anyIsolation)
      throws SQLException {
    Connection connection = connect(source);
    try {
      boolean autoCommit = connection.getAutoCommit();
      if (!autoCommit && dialect.hasUncommittedChanges(connection)) {
        throw new StorageUnavailableException(
            "The data source handed out a connection in the middle of somebody's transaction. Each"
                + " call is a transaction of its own: give the storage a data source that is bound"
                + " to no transaction. Nothing was changed.",
            null);
      }
      if (autoCommit && anyIsolation) {
        return new Lease(connection, true, ISOLATION);
      }
      int isolation = connection.getTransactionIsolation();
      if (isolation != ISOLATION) {
        if (!autoCommit) {
          connection.rollback(); // the look for uncommitted changes may have begun a transaction
        }
        connection.setTransactionIsolation(ISOLATION);
      }
      return new Lease(connection, autoCommit, isolation);
    } catch (SQLException | StorageUnavailableException | Error failure) {
      closeQuietly(connection);
      throw failure;
    } catch (RuntimeException failure) {
      closeQuietly(connection);
      throw noConnection(failure);
    }
  }

  /**
   * A connection of the application's data source.
   *
   * @throws StorageUnavailableException if it fails in a way that JDBC does not know of
   */
  static Connection connect(DataSource source) throws SQLException {
    Connection connection;
    try {
      connection = source.getConnection();
    } catch (RuntimeException failure) {
      throw noConnection(failure);
    }
    if (connection == null) {
      throw noConnection(null);
    }
    return connection;
  }

  private static StorageUnavailableException noConnection(@Nullable RuntimeException failure) {
    return new StorageUnavailableException(
        "The data source gives no connection, and fails in an unexpected way. Nothing was changed.",
        failure == null ? null : Redaction.of(failure));
  }

  Connection connection() {
    return connection;
  }

  /** Whether each statement commits by itself until {@link #begin()}. */
  boolean isInAutoCommitMode() {
    return autoCommit;
  }

  /**
   * Begins a transaction that lasts until {@link #commit()} or {@link #close()}.
   *
   * @throws StorageUnavailableException if none began: each statement would commit by itself
   */
  void begin() throws SQLException {
    if (autoCommit) {
      turnedOff = true;
      connection.setAutoCommit(false);
      if (connection.getAutoCommit()) {
        throw new StorageUnavailableException(
            "The data source's connection does not leave auto-commit mode, so that no transaction"
                + " can begin. Nothing was changed.",
            null);
      }
    }
    open = true;
  }

  void commit() throws SQLException {
    connection.commit();
    open = false;
  }

  /**
   * Never fails: what becomes of the call is settled by now. A connection that cannot be restored
   * must not serve anybody else, who would commit what it still holds.
   */
  @Override
  public void close() {
    try {
      if (open || !autoCommit) {
        connection.rollback(); // A read, too, has begun a transaction where none begins by itself.
      }
      if (turnedOff) {
        connection.setAutoCommit(true);
      }
      if (isolation != ISOLATION) {
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException | RuntimeException broken) {
      destroy();
    }
    closeQuietly(connection);
  }

  /**
   * Ends the connection, and the transaction with it. A driver may do nothing in {@code abort}, as
   * H2's does; then what lies below the application's wrappers is rolled back, or else closed.
   */
  private void destroy() {
    try {
      connection.abort(Runnable::run);
      Connection driver = connection.unwrap(Connection.class);
      if (!driver.isClosed() && !rolledBack(driver)) {
        driver.close();
      }
    } catch (SQLException | RuntimeException gone) {
      // The server rolls back for a connection that is gone.
    }
  }

  private boolean rolledBack(Connection driver) {
    try {
      driver.rollback();
      if (turnedOff) {
        connection.setAutoCommit(true);
      }
      return true;
    } catch (SQLException | RuntimeException failure) {
      return false;
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException notClosed) {
      // Whatever was to be done is done, and the connection is no longer ours.
    }
  }
}
