package dev.coffer.storage.cli;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens what administers the keys of a storage that was chosen, and other master keys for it, by
 * their places.
 */
final class KeysOpener implements AutoCloseable {

  private final Host host;
  private final ChosenStorage chosen;
  private final StorageChoice choice;
  private final List<PassphraseInput> otherPassphrases = new ArrayList<>();

  /** Of a storage that was chosen, which is closed with this. */
  KeysOpener(Host host, ChosenStorage chosen) {
    this.host = host;
    this.chosen = chosen;
    this.choice = chosen.choice();
  }

  /** The keys of a store that is there. Passphrases are remembered until this is closed. */
  KeyAdministration openKeys() {
    choice.defaultStore().filter(DefaultStore::isMissing).ifPresent(store -> {
      throw new CommandFailure(
          Outcome.CONFIGURATION,
          "There is no store yet, and so no keys: the first 'coffer put' makes both.");
    });
    StorageOptions options = choice.toOptions().with(StorageOptions.CREATE, false);
    try {
      return KeyAdministration.open(chosen.complete(options));
    } catch (StorageConfigurationException failure) {
      throw chosen.failed(failure, options);
    }
  }

  /**
   * The keys of a store that is there, opened by an export of its keyring, which is put back if the
   * store has lost it.
   */
  KeyAdministration restoreKeys(String file, PassphraseInput recovery) {
    try {
      return KeyAdministration.restore(chosen
          .complete(choice.toOptions())
          .with(MasterKeyOptions.MASTER_KEY, DefaultStore.EXPORT + file)
          .with(MasterKeyOptions.PASSPHRASE, recovery));
    } catch (StorageConfigurationException failure) {
      throw CommandFailure.configuration(failure, choice.whence());
    }
  }

  /** The master key that the settings name; made where its kind can make one. */
  MasterKey ownMasterKey() {
    return newMasterKey(choice
        .option(DefaultStore.MASTER_KEY)
        .orElseThrow(() -> CommandFailure.usage("The settings name no master key, and --new-key"
            + " does not either: which one is to open the store?")));
  }

  /** The key of a new recovery passphrase. */
  MasterKey newRecoveryKey(PassphraseInput recovery) {
    return MasterKeyOptions.openOrCreate(StorageOptions.discover()
        .with(MasterKeyOptions.MASTER_KEY, DefaultStore.PASSPHRASE)
        .with(MasterKeyOptions.PASSPHRASE, recovery)
        .classLoader(host.classLoader()));
  }

  /** Another master key of the store, at a place as the option master-key names it. */
  MasterKey masterKey(String place) {
    return MasterKeyOptions.open(at(place, "Passphrase of another slot"));
  }

  /** A master key that is to open the store; made where its kind can make one. */
  MasterKey newMasterKey(String place) {
    return MasterKeyOptions.openOrCreate(at(place, "Passphrase of the new slot"));
  }

  private StorageOptions at(String place, String passphraseName) {
    StorageOptions options = StorageOptions.discover()
        .with(MasterKeyOptions.MASTER_KEY, place)
        .classLoader(host.classLoader());
    if (place.equals(DefaultStore.PASSPHRASE)) {
      PassphraseInput asked = new PassphraseInput(host, passphraseName, Optional.empty());
      otherPassphrases.add(asked);
      options = options.with(MasterKeyOptions.PASSPHRASE, asked);
    }
    List<String> problems = MasterKeyOptions.problems(options);
    if (!problems.isEmpty()) {
      throw CommandFailure.configuration(problems);
    }
    return options;
  }

  /** Wipes the passphrases. */
  @Override
  public void close() {
    chosen.close();
    otherPassphrases.forEach(PassphraseInput::close);
  }
}
