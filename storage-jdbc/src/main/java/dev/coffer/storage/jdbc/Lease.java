package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A connection on loan from a pool, for one transaction at READ COMMITTED. Closing it rolls back
 * what is not committed and gives it back with the auto-commit mode and isolation that it came
 * with.
 *
 * <p>Not thread-safe.
 */
final class Lease implements AutoCloseable {

  private static final int ISOLATION = Connection.TRANSACTION_READ_COMMITTED;

  private final Connection connection;
  private final boolean autoCommit;
  private final int isolation;
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
    Connection connection = source.getConnection();
    try {
      boolean autoCommit = connection.getAutoCommit();
      if (!autoCommit && dialect.hasUncommittedChanges(connection)) {
        throw new StorageUnavailableException(
            "The data source handed out a connection in the middle of somebody's transaction. Each"
                + " call is a transaction of its own: give the storage a data source that is bound"
                + " to no transaction. Nothing was changed.",
            null);
      }
      int isolation = connection.getTransactionIsolation();
      if (isolation != ISOLATION) {
        if (!autoCommit) {
          connection.rollback(); // the look for uncommitted changes may have begun a transaction
        }
        connection.setTransactionIsolation(ISOLATION);
      }
      return new Lease(connection, autoCommit, isolation);
    } catch (SQLException | RuntimeException | Error failure) {
      try {
        connection.close();
      } catch (SQLException second) {
        failure.addSuppressed(Redaction.of(second));
      }
      throw failure;
    }
  }

  Connection connection() {
    return connection;
  }

  /** Begins a transaction that lasts until {@link #commit()} or {@link #close()}. */
  void begin() throws SQLException {
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    open = true;
  }

  void commit() throws SQLException {
    connection.commit();
    open = false;
  }

  /**
   * Never fails: what becomes of the call is settled by now, and a connection that cannot be
   * restored is broken, which its pool finds out for itself.
   */
  @Override
  public void close() {
    try (connection) {
      if (open || !autoCommit) {
        connection.rollback();
      }
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
      if (isolation != ISOLATION) {
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException broken) {
      // As said above. The server rolls back for a connection that is gone.
    }
  }
}
