package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
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
  private final RecordSource source;
  private final RecordTable records;
  private final Transactions transactions;
  private final BatchWriter writer;
  private final ExpiryRemoval expired;
  private final EpochCount counts;
  private final Set<Guarantee> guarantees;
  private final Runnable closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  JdbcBackend(
      byte[] storeId,
      RecordSource source,
      RecordTable records,
      Transactions transactions,
      BatchWriter writer,
      ExpiryRemoval expired,
      Set<Guarantee> guarantees,
      Runnable closing) {
    this.storeId = storeId.clone();
    this.source = source;
    this.records = records;
    this.transactions = transactions;
    this.writer = writer;
    this.expired = expired;
    this.counts = new EpochCount(source, transactions, EpochCount.ROWS);
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
    changes.forEach(change -> change.record().ifPresent(RecordRow::requireFits));
    if (!changes.isEmpty()) {
      writer.apply(changes, now);
    }
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    ScanRequest bounded = bounded(request);
    RecordRange range = RecordRange.of(source, request);
    return transactions.read(connection -> range.page(connection, bounded));
  }

  @Override
  public Map<Integer, Long> countByEpoch(RecordId prefix) {
    return counts.below(prefix);
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
    Optional<RecordRange> rest = Optional.of(RecordRange.of(source, prefix));
    while (rest.isPresent()) {
      RecordRange range = rest.get();
      rest = ExpiryRemoval.removing(
          () -> transactions.write(connection -> range.removeFirst(connection, ROWS_PER_REMOVAL)));
    }
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    return expired.remove(prefix, now, limit);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closing.run();
    }
  }
}
