package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The provider of the sealer {@code tink}: encryption by Tink, with a keyring that the store itself
 * keeps and a master key opens.
 */
public final class TinkSealerProvider implements SealerProvider {

  private final MasterKeys masterKeys;

  /** For {@link java.util.ServiceLoader}. */
  public TinkSealerProvider() {
    this(MasterKeys.found());
  }

  TinkSealerProvider(MasterKeys masterKeys) {
    this.masterKeys = masterKeys;
  }

  @Override
  public String id() {
    return "tink";
  }

  @Override
  public Set<Option<?>> options() {
    Set<Option<?>> options = new HashSet<>(MasterKeyOptions.all());
    options.addAll(KeyringOptions.all());
    options.add(Suite.OPTION);
    return options;
  }

  @Override
  public List<String> problems(StorageOptions options) {
    return masterKeys.problems(options);
  }

  @Override
  public RecordSealer open(StorageOptions options, StorageBackend backend) {
    KeyringRecords records = new KeyringRecords(backend, options.clock());
    Optional<byte[]> keyring = records.find();
    if (keyring.isEmpty() && records.isAnythingSealed()) {
      // A creator may have come between the two looks; whoever puts entries put a keyring first.
      keyring =
          Optional.of(records.find().orElseThrow(() -> missingKeyring(masterKeys.source(options))));
    }
    if (keyring.isPresent()) {
      return open(keyring.get(), options, backend, records);
    }
    if (!options.get(StorageOptions.CREATE)) {
      throw new StorageConfigurationException(
          "There is no store here yet: it has no keyring and no entry. If it is the right place,"
              + " the option create=true makes a keyring in it, opened by the master key "
              + masterKeys.source(options)
              + ".");
    }
    return create(options, backend, records);
  }

  private RecordSealer open(
      byte[] bytes, StorageOptions options, StorageBackend backend, KeyringRecords records) {
    try (MasterKey masterKey = masterKeys.open(options);
        Keyring keyring = Keyring.open(bytes, masterKey)) {
      records.requireOfThisStore(keyring);
      return keyring.sealer(options, backend, masterKeys);
    }
  }

  private RecordSealer create(
      StorageOptions options, StorageBackend backend, KeyringRecords records) {
    try (MasterKey masterKey = masterKeys.openOrCreate(options);
        Keyring keyring = Keyring.create(
            masterKey,
            backend.storeId().orElseGet(TinkSealerProvider::newStoreId),
            Suite.of(options))) {
      if (records.putIfAbsent(keyring)) {
        return keyring.sealer(options, backend, masterKeys);
      }
    } catch (OutcomeUnknownException unknown) {
      throw new StorageUnavailableException(
          "It is not known whether the store's keyring was written. Open the store again: it takes"
              + " the keyring that is there, or makes one.",
          unknown);
    }
    byte[] winner = records.find().orElseThrow(() -> missingKeyring(masterKeys.source(options)));
    return open(winner, options, backend, records);
  }

  private static byte[] newStoreId() {
    byte[] id = new byte[RecordSealer.STORE_ID_LENGTH];
    new SecureRandom().nextBytes(id);
    return id;
  }

  private static KeyUnavailableException missingKeyring(String masterKey) {
    return new KeyUnavailableException(
        "The store holds encrypted records, but its keyring is missing, so that the master key "
            + masterKey
            + " has nothing to open. Nothing was written. Restore the keyring from a backup.",
        null);
  }
}
