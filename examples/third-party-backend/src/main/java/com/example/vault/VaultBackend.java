package com.example.vault;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A vault in memory. A batch makes a copy of the records and puts it in their place, so that
 * readers need no lock and never see half of a batch.
 */
final class VaultBackend implements StorageBackend {

  private volatile NavigableMap<RecordId, StoredRecord> records = new TreeMap<>();

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public synchronized void apply(List<Change> changes, long now) {
    Change.requireAllowed(changes, records::get, now);
    NavigableMap<RecordId, StoredRecord> next = new TreeMap<>(records);
    for (Change change : changes) {
      change
          .record()
          .ifPresentOrElse(record -> next.put(record.id(), record), () -> next.remove(change.id()));
    }
    records = next;
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return request.page(records.tailMap(request.from()).values().iterator());
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public void close() {}
}
