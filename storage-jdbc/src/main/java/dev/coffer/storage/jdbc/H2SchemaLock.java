package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A row that is locked by whoever makes or migrates tables in H2.
 *
 * <p>H2 has no advisory locks. Flyway locks its history table there by locking the rows in it, of
 * which there are none at first, so that two at once fail over each other, and can leave a
 * migration noted as failed.
 */
final class H2SchemaLock {

  private static final String CREATE =
      "CREATE TABLE IF NOT EXISTS coffer_schema_lock (lock_id INTEGER NOT NULL PRIMARY KEY)";

  private static final String INSERT = "INSERT INTO coffer_schema_lock (lock_id) VALUES (1)";

  private static final String LOCK =
      "SELECT lock_id FROM coffer_schema_lock WHERE lock_id = 1 FOR UPDATE";

  /** H2 looks whether a table exists before it locks its catalogue: the second look finds it. */
  private static final int MAX_CREATIONS = 10;

  /** Each lasts as long as H2's lock timeout, some seconds. */
  private static final int MAX_WAITS = 20;

  private final Dialect dialect;

  H2SchemaLock(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Waits for the lock, and holds it until the end of the transaction that is open. */
  void take(Connection connection) throws SQLException {
    for (int creation = 1; !isMade(connection, creation == MAX_CREATIONS); creation++) {
      connection.rollback();
    }
    for (int wait = 1; !isTaken(connection, wait == MAX_WAITS); wait++) {
      connection.rollback();
    }
  }

  private boolean isMade(Connection connection, boolean last) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
      insert(statement);
      connection.commit();
      return true;
    } catch (SQLException failure) {
      if (last) {
        throw failure;
      }
      return false;
    }
  }

  private void insert(Statement statement) throws SQLException {
    try {
      statement.execute(INSERT);
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) != Dialect.Diagnosis.DUPLICATE_KEY) {
        throw failure;
      }
    }
  }

  private boolean isTaken(Connection connection, boolean last) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
      return true;
    } catch (SQLException failure) {
      if (last || dialect.diagnose(failure) != Dialect.Diagnosis.LOCKED) {
        throw failure;
      }
      return false;
    }
  }
}
