package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the changes of a batch, all or none, and finds out what became of it where the connection
 * to a server broke before its answer came.
 *
 * <p>A batch with a condition that its own success makes false may be tried again: it cannot be
 * made twice, not even if the first attempt is still under way at the server. Where the second one
 * is refused, what lies there tells whether the first one was made; where it does not, or where
 * nothing is conditional, the outcome is unknown.
 *
 * <p>Thread-safe.
 */
final class BatchWriter {

  private final RecordTable records;
  private final Transactions transactions;
  private final Dialect dialect;
  private final Retries retries;

  BatchWriter(RecordTable records, Transactions transactions, Dialect dialect, Retries retries) {
    this.records = records;
    this.transactions = transactions;
    this.dialect = dialect;
    this.retries = retries;
  }

  /** {@link dev.coffer.storage.spi.StorageBackend#apply}, for a list that is not empty. */
  void apply(List<Change> changes, long now) {
    Retries.Attempts attempts = retries.begin();
    try {
      attempt(changes, now);
    } catch (OutcomeUnknownException unknown) {
      if (!dialect.isServer() || changes.stream().noneMatch(BatchWriter::isMadeOnce)) {
        throw unknown;
      }
      attemptAgain(changes, now, attempts, unknown);
    }
  }

  /** Whether the change, once made, is refused from then on. */
  private static boolean isMadeOnce(Change change) {
    Expectation expectation = change.expectation();
    return switch (expectation.kind()) {
      case ANY -> false;
      case ABSENT -> change.record().isPresent();
      // A record that is sealed anew keeps its version.
      case VERSION -> !change.record().map(StoredRecord::version).equals(expectation.version());
    };
  }

  /** A pool may have several connections that have broken. */
  private void attemptAgain(
      List<Change> changes, long now, Retries.Attempts attempts, OutcomeUnknownException unknown) {
    while (attempts.again()) {
      try {
        if (isMade(changes, now)) {
          return;
        }
        break;
      } catch (OutcomeUnknownException again) {
        // That connection had broken, too.
      } catch (StorageUnavailableException failure) {
        unknown.addSuppressed(failure);
        break;
      }
    }
    throw unknown;
  }

  /** Whether it is known that the changes are made, now or by an earlier attempt. */
  private boolean isMade(List<Change> changes, long now) {
    try {
      attempt(changes, now);
      return true;
    } catch (PreconditionFailedException refused) {
      return changes.stream().filter(BatchWriter::isMadeOnce).anyMatch(this::isThere);
    }
  }

  /** Versions are random: what equals a record that was to be put is that record. */
  private boolean isThere(Change change) {
    return change.record().isPresent()
        && transactions
            .read(connection -> records.get(connection, change.id()))
            .equals(change.record());
  }

  private void attempt(List<Change> changes, long now) {
    if (changes.size() == 1 && records.isOneStatement(changes.get(0))) {
      transactions.writeOne(connection -> make(connection, changes, changes, now));
      return;
    }
    List<Change> ordered = new ArrayList<>(changes);
    ordered.sort(Comparator.comparing(Change::id)); // two batches never wait for each other
    transactions.write(connection -> make(connection, ordered, changes, now));
  }

  private int make(Connection connection, List<Change> ordered, List<Change> given, long now)
      throws SQLException {
    if (records.insertTogether(connection, ordered)) {
      return given.size();
    }
    Optional<String> together = records.together(ordered);
    List<Change> refused = together.isPresent()
        ? records.makeTogether(connection, together.get(), ordered, now)
        : oneByOne(connection, ordered, now);
    if (!refused.isEmpty()) {
      int first = refused.stream().mapToInt(given::indexOf).min().orElseThrow();
      throw new PreconditionFailedException(first);
    }
    return given.size();
  }

  private List<Change> oneByOne(Connection connection, List<Change> ordered, long now)
      throws SQLException {
    List<Change> refused = new ArrayList<>();
    for (Change change : ordered) {
      if (!records.make(connection, change, now, ordered.size() > 1)) {
        refused.add(change);
      }
    }
    return refused;
  }
}
