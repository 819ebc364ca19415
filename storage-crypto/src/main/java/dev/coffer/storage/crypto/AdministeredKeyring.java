package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;

/** The keyring that a backend holds, on its way to an administrator. */
final class AdministeredKeyring {

  private final StorageBackend backend;
  private final StorageOptions options;
  private final MasterKeys masterKeys;
  private final KeyringRecords records;

  /** In a backend that stays open, whatever comes of it. */
  AdministeredKeyring(StorageBackend backend, StorageOptions options, MasterKeys masterKeys) {
    this.backend = backend;
    this.options = options;
    this.masterKeys = masterKeys;
    this.records = new KeyringRecords(backend, options.clock());
  }

  /** Opens it by the master key. */
  KeyringFollower open() {
    byte[] bytes = records
        .find()
        .orElseThrow(() -> new StorageConfigurationException(
            "The store has no keyring: it is not encrypted, or there is nothing in it yet."));
    try (MasterKey masterKey = masterKeys.open(options);
        Keyring keyring = Keyring.open(bytes, masterKey)) {
      // A backend that seals by itself has made sure of its keyring in its own way.
      backend
          .sealer()
          .ifPresentOrElse(RecordSealer::close, () -> records.requireOfThisStore(keyring));
      return keyring.follower(options, backend, masterKeys);
    }
  }

  /** Puts the one of an export there, where there is none. */
  void restoreIfLost() {
    if (records.find().isPresent()) {
      return;
    }
    try (MasterKey masterKey = masterKeys.open(options)) {
      if (!(masterKey instanceof ExportedKey export)) {
        throw new StorageConfigurationException(
            "A keyring that is lost is restored from an export: master-key is export:PATH then.");
      }
      records.restore(export.keyring());
    }
  }
}
