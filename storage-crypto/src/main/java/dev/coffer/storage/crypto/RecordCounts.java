package dev.coffer.storage.crypto;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many records of entries each epoch has sealed, expired ones too: counted by a walk through
 * the store. What is written meanwhile may be in it or not.
 *
 * <p>Immutable.
 */
final class RecordCounts {

  private final Map<Integer, Long> byEpoch;

  private RecordCounts(Map<Integer, Long> byEpoch) {
    this.byEpoch = byEpoch;
  }

  static RecordCounts of(StorageBackend backend) {
    Map<Integer, Long> counts = new TreeMap<>(Integer::compareUnsigned);
    Optional<ScanRequest> request =
        Optional.of(ScanRequest.of(RecordId.ENTRIES, ScanRequest.MAX_LIMIT).withoutValues());
    while (request.isPresent()) {
      RecordPage page = backend.scan(request.get());
      for (StoredRecord record : page.records()) {
        counts.merge(record.epoch(), 1L, Long::sum);
      }
      request = request.get().following(page);
    }
    return new RecordCounts(counts);
  }

  long of(int epoch) {
    return byEpoch.getOrDefault(epoch, 0L);
  }

  /** All that are not of this epoch. */
  long except(int epoch) {
    return byEpoch.entrySet().stream()
        .filter(entry -> entry.getKey() != epoch)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  long total() {
    return byEpoch.values().stream().mapToLong(Long::longValue).sum();
  }
}
