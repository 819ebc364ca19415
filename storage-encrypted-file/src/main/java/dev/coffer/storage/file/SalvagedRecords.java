package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The records of a damaged log, of which each is either what was written last, or in doubt. A
 * record in doubt has a format flag that no reader knows, so that it is unreadable, by itself.
 *
 * <p>Where a part of the log is lost, any entry may have been written or removed in it: then
 * everything older is in doubt, what is nowhere to be found as well, and every scan begins with a
 * record in doubt that stands for what it may be missing. Thread-safe once it has been filled.
 */
final class SalvagedRecords implements RecordSource {

  /** A format flag that says: this may not be what was written last. */
  static final int DOUBT = 1 << 31;

  private final TreeMap<RecordId, StoredRecord> records = new TreeMap<>();

  /** What is known to be absent although something is lost. */
  private final Set<RecordId> removedSinceLoss = new HashSet<>();

  private boolean lossy;

  /** Makes the changes of a frame that is in place, but for damage to one of them; -1 for none. */
  void apply(List<Change> changes, int damaged) {
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      if (i == damaged) {
        doubt(change);
      } else if (change.record().isPresent()) {
        records.put(change.id(), change.record().get());
      } else {
        records.remove(change.id());
        removedSinceLoss.add(change.id());
      }
    }
  }

  /** Something was here that cannot be known any more. */
  void lose() {
    lossy = true;
    removedSinceLoss.clear();
    records.replaceAll((id, record) -> inDoubt(record));
  }

  /** Puts what a frame says that cannot be trusted. */
  void doubt(List<Change> changes) {
    changes.forEach(this::doubt);
  }

  private void doubt(Change change) {
    records.put(
        change.id(),
        change.record().map(SalvagedRecords::inDoubt).orElseGet(() -> unknown(change.id())));
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    StoredRecord record = records.get(id);
    if (record == null && lossy && !removedSinceLoss.contains(id)) {
      return Optional.of(unknown(id));
    }
    return Optional.ofNullable(record);
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    List<StoredRecord> found = new ArrayList<>();
    if (lossy && request.after().isEmpty()) {
      // Lower than every id in the scan but its own.
      found.add(records.getOrDefault(request.prefix(), unknown(request.prefix())));
    }
    for (StoredRecord record : records.tailMap(request.from(), true).values()) {
      if (found.size() > request.limit()) {
        break;
      }
      if (found.isEmpty() || !found.get(0).id().equals(record.id())) {
        found.add(record);
      }
    }
    return request.page(found.iterator());
  }

  private static StoredRecord unknown(RecordId id) {
    return StoredRecord.builder(id, Version.of(new byte[Version.LENGTH]))
        .flags(DOUBT)
        .build();
  }

  private static StoredRecord inDoubt(StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .domain(record.domain())
        .epoch(record.epoch())
        .suite(record.suite())
        .flags(record.flags() | DOUBT)
        .name(record.name())
        .value(record.value())
        .build();
  }
}
