package dev.coffer.storage.tck;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records that are there at a moment, as the contract has them change. Immutable. */
record Contents(Map<RecordId, StoredRecord> records) {

  static final Contents NONE = new Contents(Map.of());

  Optional<StoredRecord> at(RecordId id) {
    return Optional.ofNullable(records.get(id));
  }

  boolean allow(Change change, long now) {
    return change.isAllowed(records.get(change.id()), now);
  }

  /** What is there after changes. */
  Contents after(List<Change> changes) {
    Map<RecordId, StoredRecord> after = new HashMap<>(records);
    changes.forEach(change -> change
        .record()
        .ifPresentOrElse(put -> after.put(put.id(), put), () -> after.remove(change.id())));
    return new Contents(after);
  }
}
