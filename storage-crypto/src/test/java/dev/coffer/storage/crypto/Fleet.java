package dev.coffer.storage.crypto;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Nodes over one store, its administrator, and the clock that all of them have. */
final class Fleet {

  static final Duration REFRESH = Duration.ofMinutes(1);

  final HandClock clock = new HandClock();
  final StorageBackend shared = new MemoryBackend();

  private final StorageOptions options;

  Fleet(Path directory) {
    options = StorageOptions.of("any")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("create", "true")
        .clock(clock);
  }

  StorageOptions options() {
    return options;
  }

  /** A node that has the store open, through a backend of its own. */
  SecureStorage node(StorageBackend backend) {
    return node(backend, options);
  }

  SecureStorage node(StorageBackend backend, StorageOptions with) {
    return SecureStorage.over(backend)
        .sealer(new TinkSealerProvider().open(with, backend))
        .clock(clock)
        .build();
  }

  SecureStorage node() {
    return node(shared);
  }

  KeyAdministration administrator() {
    return administrator(shared);
  }

  KeyAdministration administrator(StorageBackend backend) {
    return KeyAdministration.over(backend, options);
  }

  /** An administrator who waits for nobody. */
  KeyAdministration hastyAdministrator() {
    return administrator().propagation(Duration.ZERO);
  }

  /** Rotates, and lets the time pass that it takes. */
  int rotated() {
    try (KeyAdministration keys = administrator()) {
      keys.rotate();
      clock.advance(KeyAdministration.PROPAGATION);
      return keys.rotate().epoch();
    }
  }

  List<StoredRecord> records() {
    return shared.scan(ScanRequest.of(RecordId.ENTRIES, 1_000)).records();
  }

  static String valueOf(SecureStorage storage, String key) {
    return storage.read(key).map(Entry::value).map(Secret::revealString).orElse("absent");
  }
}
