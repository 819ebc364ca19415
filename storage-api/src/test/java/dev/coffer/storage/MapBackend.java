package dev.coffer.storage;

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

/** A correct backend over a map, open to the tests' tampering. */
class MapBackend implements StorageBackend {

  final TreeMap<RecordId, StoredRecord> records = new TreeMap<>();
  final Set<Guarantee> guarantees;
  int closed;

  MapBackend(Guarantee... guarantees) {
    this.guarantees = Set.of(guarantees);
  }

  @Override
  public synchronized Optional<StoredRecord> get(RecordId id) {
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public synchronized void apply(List<Change> changes, long now) {
    Change.requireAllowed(changes, records::get, now);
    for (Change change : changes) {
      change
          .record()
          .ifPresentOrElse(
              record -> records.put(change.id(), record), () -> records.remove(change.id()));
    }
  }

  @Override
  public synchronized RecordPage scan(ScanRequest request) {
    return request.page(records.tailMap(request.from()).values().iterator());
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarantees;
  }

  @Override
  public void close() {
    closed++;
  }
}
