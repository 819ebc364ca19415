package dev.coffer.storage.crypto;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.util.Map;

/**
 * How many records of entries each epoch has sealed, expired ones too. What is written meanwhile
 * may be in it or not.
 *
 * <p>Immutable.
 */
final class RecordCounts {

  private final Map<Integer, Long> byEpoch;

  private RecordCounts(Map<Integer, Long> byEpoch) {
    this.byEpoch = Map.copyOf(byEpoch);
  }

  static RecordCounts of(StorageBackend backend) {
    return new RecordCounts(backend.countByEpoch(RecordId.ENTRIES));
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
