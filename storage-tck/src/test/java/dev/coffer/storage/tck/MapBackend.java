package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * A correct backend over a map that outlives it, and that several may have: as far as one process
 * can tell, it is durable and shared.
 */
class MapBackend implements StorageBackend {

  private final NavigableMap<RecordId, StoredRecord> records;

  MapBackend(NavigableMap<RecordId, StoredRecord> records) {
    this.records = records;
  }

  /** The map, which is its own lock. */
  NavigableMap<RecordId, StoredRecord> records() {
    return records;
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    synchronized (records) {
      return Optional.ofNullable(records.get(id));
    }
  }

  @Override
  public void apply(List<Change> changes, long now) {
    synchronized (records) {
      requireAllowed(changes, now);
      changes.forEach(this::make);
    }
  }

  void requireAllowed(List<Change> changes, long now) {
    Change.requireBatch(changes);
    for (int i = 0; i < changes.size(); i++) {
      if (!isAllowed(changes.get(i), now)) {
        throw new PreconditionFailedException(i);
      }
    }
  }

  boolean isAllowed(Change change, long now) {
    return change.isAllowed(records.get(change.id()), now);
  }

  void make(Change change) {
    change
        .record()
        .ifPresentOrElse(put -> records.put(put.id(), put), () -> records.remove(change.id()));
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    synchronized (records) {
      return request.page(records.tailMap(request.from()).values().iterator());
    }
  }

  @Override
  public Set<Guarantee> guarantees() {
    return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  @Override
  public void close() {}
}
