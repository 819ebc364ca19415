package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call as a transaction of its own, at READ COMMITTED, on a connection that is given back
 * as it came. Where an embedded database is durable, what is committed is synced before the call
 * returns.
 *
 * <p>What the database has rolled back, and reads whose connection broke, are tried again.
 * Thread-safe.
 */
final class Transactions {

  private final Leases leases;
  private final Dialect dialect;
  private final Calls calls;
  private final Retries retries;
  private final @Nullable SingleWriter writer;
  private final @Nullable DurableCommit durable;

  /**
   * With a single writer where the database does not bear several, and durable commits where a
   * commit is not durable by itself.
   */
  Transactions(
      Leases leases,
      Dialect dialect,
      Calls calls,
      Retries retries,
      @Nullable SingleWriter writer,
      @Nullable DurableCommit durable) {
    this.leases = leases;
    this.dialect = dialect;
    this.calls = calls;
    this.retries = retries;
    this.writer = writer;
    this.durable = durable;
  }

  /** Where connections come from. */
  interface Leases {
    /** For a transaction. */
    Lease take() throws SQLException;

    /** For a single statement, of which a server needs to be asked nothing before. */
    Lease takeForOne() throws SQLException;
  }

  /** A transaction's statements. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Runs a statement that changes nothing. */
  <T> T read(Work<T> work) {
    return calls.call(() -> {
      Retries.Attempts attempts = retries.begin();
      while (true) {
        try (Lease lease = leases.takeForOne()) {
          return work.run(lease.connection());
        } catch (SQLException failure) {
          if (!mayBeTriedAgain(failure) || !attempts.again()) {
            throw SqlFailures.reading(failure, dialect);
          }
        }
      }
    });
  }

  /**
   * Runs statements and commits what they changed; after an exception nothing is changed.
   *
   * @throws OutcomeUnknownException if the commit may or may not have been made
   */
  <T> T write(Work<T> work) {
    SingleWriter single = writer;
    if (single == null) {
      return calls.call(() -> untilDone(() -> inTransaction(work)));
    }
    return single.call(() -> calls.call(() -> {
      synchronized (single.monitor()) {
        return untilDone(() -> inTransaction(work));
      }
    }));
  }

  /**
   * Runs one statement and commits what it changed: on a server in one round trip, for a single
   * statement in auto-commit mode is a transaction.
   *
   * @throws OutcomeUnknownException if the statement may or may not have been carried out
   */
  <T> T writeOne(Work<T> work) {
    return dialect.isServer() ? calls.call(() -> untilDone(() -> byItself(work))) : write(work);
  }

  /** What may fail, and is tried again where nothing can have come of it. */
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T untilDone(Attempt<T> attempt) {
    Retries.Attempts attempts = retries.begin();
    while (true) {
      try {
        return attempt.run();
      } catch (SQLException failure) {
        if (!mayBeTriedAgain(failure) || !attempts.again()) {
          throw SqlFailures.writing(failure, dialect);
        }
      }
    }
  }

  /** For a failure that is known to have changed nothing. */
  private boolean mayBeTriedAgain(SQLException failure) {
    return switch (dialect.diagnose(failure)) {
      case ROLLED_BACK -> true;
      case NO_CONNECTION -> dialect.isServer();
      default -> false;
    };
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    try (Lease lease = leases.take()) {
      return inTransaction(lease, work);
    }
  }

  private <T> T inTransaction(Lease lease, Work<T> work) throws SQLException {
    lease.begin();
    T result = work.run(lease.connection());
    commit(lease);
    return result;
  }

  private <T> T byItself(Work<T> work) throws SQLException {
    try (Lease lease = leases.takeForOne()) {
      if (!lease.isInAutoCommitMode()) {
        return inTransaction(lease, work);
      }
      try {
        return work.run(lease.connection());
      } catch (SQLException failure) {
        if (dialect.isSettled(failure)) {
          throw failure;
        }
        throw SqlFailures.committing(failure, dialect);
      }
    }
  }

  /** A cluster may find only now that another node was faster, and rolls back. */
  private void commit(Lease lease) throws SQLException {
    try {
      if (durable == null) {
        lease.commit();
      } else {
        durable.commit(lease);
      }
    } catch (SQLException failure) {
      if (dialect.isServer() && dialect.diagnose(failure) == Diagnosis.ROLLED_BACK) {
        throw failure;
      }
      throw SqlFailures.committing(failure, dialect);
    }
  }
}
