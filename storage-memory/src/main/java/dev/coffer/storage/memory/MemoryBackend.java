package dev.coffer.storage.memory;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The reference backend: a sorted map under one lock, and gone with the process. Thread-safe. */
public final class MemoryBackend implements StorageBackend {
  private final TreeMap<RecordId, StoredRecord> records = new TreeMap<>();

  public MemoryBackend() {}

  @Override
  public synchronized Optional<StoredRecord> get(RecordId id) {
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public synchronized void apply(List<Change> changes, long now) {
    Change.requireAllowed(changes, records::get, now);
    changes.forEach(
        change -> records.compute(change.id(), (id, old) -> change.record().orElse(null)));
  }

  @Override
  public synchronized RecordPage scan(ScanRequest request) {
    return request.page(records.tailMap(request.from()).values().iterator());
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public void close() {}
}
