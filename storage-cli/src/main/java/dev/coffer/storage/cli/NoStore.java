package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backend of a store that has not been made yet: it has nothing, and can be asked and cleared,
 * not written to.
 */
final class NoStore implements StorageBackend {

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return Optional.empty();
  }

  @Override
  public void apply(List<Change> changes, long now) {
    for (int i = 0; i < changes.size(); i++) {
      if (!changes.get(i).isAllowed(null, now)) {
        throw new PreconditionFailedException(i);
      }
      if (changes.get(i).record().isPresent()) {
        throw new UnsupportedOperationException("A store that is written to is made first.");
      }
    }
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return RecordPage.last(List.of());
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public void close() {}
}
