package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A row that is locked by whoever makes or migrates tables.
 *
 * <p>Flyway's own locks do not do everywhere: in H2 it locks the rows of its history, of which
 * there are none at first, so that two at once fail over each other and can leave a migration noted
 * as failed; elsewhere it locks by name, which poolers between, clusters and some that speak a
 * database's protocol do not have. A row they all have.
 */
final class SchemaLock {

  /**
   * Databases look whether a table exists before they lock their catalogue: the second look finds
   * it.
   */
  private static final int MAX_CREATIONS = 10;

  /** Each lasts as long as the database's lock timeout, some seconds. */
  private static final int MAX_WAITS = 20;

  private final Dialect dialect;
  private final String create;
  private final String insert;
  private final String lock;

  SchemaLock(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    this.create =
        "CREATE TABLE IF NOT EXISTS " + tables.lock() + " (lock_id INTEGER NOT NULL PRIMARY KEY)";
    this.insert = "INSERT INTO " + tables.lock() + " (lock_id) VALUES (1)";
    this.lock = "SELECT lock_id FROM " + tables.lock() + " WHERE lock_id = 1 FOR UPDATE";
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
      statement.execute(create);
      connection.commit();
      insert(connection, statement);
      return true;
    } catch (SQLException failure) {
      if (last) {
        throw failure;
      }
      return false;
    }
  }

  private void insert(Connection connection, Statement statement) throws SQLException {
    try {
      statement.execute(insert);
      connection.commit();
    } catch (SQLException failure) {
      if (dialect.diagnose(failure) != Diagnosis.DUPLICATE_KEY) {
        throw failure;
      }
      connection.rollback();
    }
  }

  private boolean isTaken(Connection connection, boolean last) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(lock);
      return true;
    } catch (SQLException failure) {
      if (last || dialect.diagnose(failure) != Diagnosis.LOCKED) {
        throw failure;
      }
      return false;
    }
  }
}
