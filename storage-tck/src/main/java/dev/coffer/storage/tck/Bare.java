package dev.coffer.storage.tck;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;

/**
 * A backend without the sealer that it has. One that has a sealer of its own answers for the
 * keyring by itself and lets nobody put another in its place, so that the kit's has another id
 * there.
 */
final class Bare extends ForwardingBackend {

  private static final RecordId KEYRING_OF_THE_KIT = RecordId.SYSTEM.append((byte) 1, (byte) 1);

  private final boolean sealsItself;

  Bare(StorageBackend backend) {
    super(backend);
    this.sealsItself = backend.sealer().isPresent();
  }

  @Override
  public Optional<RecordSealer> sealer() {
    return Optional.empty();
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return isMoved(id)
        ? delegate().get(KEYRING_OF_THE_KIT).map(record -> moved(RecordId.KEYRING, record))
        : delegate().get(id);
  }

  @Override
  public void apply(List<Change> changes, long now) {
    delegate().apply(changes.stream().map(this::moved).toList(), now);
  }

  private boolean isMoved(RecordId id) {
    return sealsItself && id.equals(RecordId.KEYRING);
  }

  private Change moved(Change change) {
    if (!isMoved(change.id())) {
      return change;
    }
    return change
        .record()
        .map(record -> Change.put(moved(KEYRING_OF_THE_KIT, record), change.expectation()))
        .orElseGet(() -> Change.remove(KEYRING_OF_THE_KIT, change.expectation()));
  }

  private static StoredRecord moved(RecordId id, StoredRecord record) {
    return Sealed.copy(id, record.version(), record).build();
  }
}
