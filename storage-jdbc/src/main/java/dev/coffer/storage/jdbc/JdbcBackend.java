package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A backend over the tables of one store in an SQL database. Thread-safe. */
final class JdbcBackend implements StorageBackend {

  /** So many rows a statement removes, to hold their locks for a short time. */
  private static final int ROWS_PER_REMOVAL = 1_000;

  /** So many records with their values a page has at most, to keep a bound on memory. */
  private static final int VALUES_PER_PAGE = 200;

  private final byte[] storeId;
  private final RecordTable records;
  private final Transactions transactions;
  private final Set<Guarantee> guarantees;
  private final Runnable closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  JdbcBackend(
      byte[] storeId,
      RecordTable records,
      Transactions transactions,
      Set<Guarantee> guarantees,
      Runnable closing) {
    this.storeId = storeId.clone();
    this.records = records;
    this.transactions = transactions;
    this.guarantees = Set.copyOf(guarantees);
    this.closing = closing;
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return transactions.read(connection -> records.get(connection, id));
  }

  @Override
  public void apply(List<Change> changes, long now) {
    Change.requireBatch(changes);
    if (!changes.isEmpty()) {
      List<Change> ordered = new ArrayList<>(changes);
      ordered.sort(Comparator.comparing(Change::id)); // two batches never wait for each other
      transactions.write(connection -> makeAll(connection, ordered, changes, now));
    }
  }

  private int makeAll(Connection connection, List<Change> ordered, List<Change> given, long now)
      throws SQLException {
    int refused = Integer.MAX_VALUE;
    for (Change change : ordered) {
      if (!records.make(connection, change, now)) {
        refused = Math.min(refused, given.indexOf(change));
      }
    }
    if (refused < given.size()) {
      throw new PreconditionFailedException(refused);
    }
    return given.size();
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    ScanRequest bounded = bounded(request);
    RecordRange range = RecordRange.of(storeId, request);
    return transactions.read(connection -> range.page(connection, bounded));
  }

  private static ScanRequest bounded(ScanRequest request) {
    if (!request.values() || request.limit() <= VALUES_PER_PAGE) {
      return request;
    }
    ScanRequest smaller = ScanRequest.of(request.prefix(), VALUES_PER_PAGE);
    return request.after().map(smaller::after).orElse(smaller);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public Optional<byte[]> storeId() {
    return Optional.of(storeId.clone());
  }

  @Override
  public void removePrefix(RecordId prefix) {
    Optional<RecordRange> rest = Optional.of(RecordRange.of(storeId, prefix));
    while (rest.isPresent()) {
      RecordRange range = rest.get();
      rest = remove(connection -> range.removeFirst(connection, ROWS_PER_REMOVAL));
    }
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    RecordRange range = RecordRange.of(storeId, prefix);
    int removed = 0;
    int found = ROWS_PER_REMOVAL;
    while (found == ROWS_PER_REMOVAL && removed < limit) {
      int most = Math.min(ROWS_PER_REMOVAL, limit - removed);
      found = remove(connection -> range.removeExpired(connection, now, most));
      removed += found;
    }
    return removed;
  }

  /** A removal may be repeated, so that it does not matter whether a failed one was made. */
  private <T> T remove(Transactions.Work<T> work) {
    try {
      return transactions.write(work);
    } catch (OutcomeUnknownException unknown) {
      throw new StorageUnavailableException(
          "A removal failed in the middle of a commit: repeat it.", unknown.getCause());
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closing.run();
    }
  }
}
