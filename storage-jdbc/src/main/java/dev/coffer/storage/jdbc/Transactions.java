package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call as a transaction of its own, at READ COMMITTED, on a connection that is given back
 * as it came. Where the database is durable, what is committed is synced before the call returns.
 *
 * <p>Thread-safe.
 */
final class Transactions {

  /** How often a transaction is begun that the database rolls back in favour of another one. */
  private static final int MAX_ATTEMPTS = 5;

  private final Leases leases;
  private final Dialect dialect;
  private final Workers workers;
  private final @Nullable SingleWriter writer;
  private final @Nullable DurableCommit durable;

  /**
   * With a single writer where the database does not bear several, and durable commits where it is
   * durable.
   */
  Transactions(
      Leases leases,
      Dialect dialect,
      Workers workers,
      @Nullable SingleWriter writer,
      @Nullable DurableCommit durable) {
    this.leases = leases;
    this.dialect = dialect;
    this.workers = workers;
    this.writer = writer;
    this.durable = durable;
  }

  /** Where connections come from. */
  interface Leases {
    Lease take() throws SQLException;
  }

  /** A transaction's statements. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Runs statements that change nothing. */
  <T> T read(Work<T> work) {
    return workers.call(() -> {
      try (Lease lease = leases.take()) {
        return work.run(lease.connection());
      } catch (SQLException failure) {
        throw SqlFailures.reading(failure, dialect);
      }
    });
  }

  /** Runs statements and commits what they changed; after an exception nothing is changed. */
  <T> T write(Work<T> work) {
    SingleWriter single = writer;
    if (single == null) {
      return workers.call(() -> writeUntilDone(work));
    }
    return single.call(() -> workers.call(() -> {
      synchronized (single.monitor()) {
        return writeUntilDone(work);
      }
    }));
  }

  private <T> T writeUntilDone(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return writeOnce(work);
      } catch (SQLException failure) {
        boolean again = dialect.diagnose(failure) == Dialect.Diagnosis.ROLLED_BACK;
        if (!again || attempt == MAX_ATTEMPTS) {
          throw SqlFailures.writing(failure, dialect);
        }
      }
    }
  }

  private <T> T writeOnce(Work<T> work) throws SQLException {
    try (Lease lease = leases.take()) {
      lease.begin();
      T result = work.run(lease.connection());
      commit(lease);
      return result;
    }
  }

  private void commit(Lease lease) {
    try {
      if (durable == null) {
        lease.commit();
      } else {
        durable.commit(lease);
      }
    } catch (SQLException failure) {
      throw SqlFailures.committing(failure, dialect);
    }
  }
}
