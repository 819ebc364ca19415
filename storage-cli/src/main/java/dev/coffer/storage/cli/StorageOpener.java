package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens a storage that was chosen. The default store is made when something is first put into it,
 * and until then looks empty; any other store is made on demand alone.
 */
final class StorageOpener implements AutoCloseable {

  /** What a provider calls it that can open a store without writing to it. */
  private static final String READ_ONLY = "read-only";

  /**
   * What a provider calls it that has tables, and the value with which it leaves them as they are.
   */
  private static final String TABLES = "tables";

  private static final String VALIDATE = "validate";

  private final Host host;
  private final Output output;
  private final ChosenStorage chosen;
  private final StorageChoice choice;

  /** Of a storage that was chosen, which is closed with this. */
  StorageOpener(Host host, Output output, ChosenStorage chosen) {
    this.host = host;
    this.output = output;
    this.chosen = chosen;
    this.choice = chosen.choice();
  }

  /**
   * Takes the next line of standard input for the passphrase: now, before anything else is read.
   */
  void readPassphrase() {
    chosen.readPassphrase();
  }

  /** Whether both were chosen the same, whatever is made of it when they are opened. */
  boolean isSameAs(StorageOpener other) {
    return choice.isSameAs(other.choice);
  }

  /** Whether the master key is a passphrase. */
  boolean isPassphrase() {
    return chosen.isPassphrase();
  }

  /** The storage, to look something up or to take something out. */
  SecureStorage openExisting() {
    Optional<DefaultStore> missing = missingDefault();
    if (missing.isPresent()) {
      requireNeverMade(missing.get());
      output.note("There is no store yet: the first 'coffer put' makes it at '"
          + missing.get().file() + "'.");
      return nothing();
    }
    return open(choice.toOptions());
  }

  /** The storage, to look at what is there, damaged or not: for reading only, where it can be. */
  SecureStorage openToLook() {
    return !canReadOnly() || missingDefault().isPresent() ? openExisting() : openReadOnly();
  }

  private boolean canReadOnly() {
    return chosen.hasOption(READ_ONLY);
  }

  private SecureStorage openReadOnly() {
    return open(choice.toOptions().with(StorageOptions.CREATE, false).with(READ_ONLY, "true"));
  }

  /** The storage, to copy from; it is never made. */
  SecureStorage openSource() {
    choice.defaultStore().filter(DefaultStore::isMissing).ifPresent(store -> {
      throw new CommandFailure(
          Outcome.CONFIGURATION,
          "There is no store to copy from: the source is the default store '" + store.file()
              + "', which is not there.");
    });
    return openUnchanged();
  }

  /** As it is: nothing is made, nothing brought up to date. */
  private SecureStorage openUnchanged() {
    if (canReadOnly()) {
      return openReadOnly();
    }
    StorageOptions options = choice.toOptions().with(StorageOptions.CREATE, false);
    boolean mayMigrate =
        chosen.hasOption(TABLES) && !choice.option(TABLES).equals(Optional.of("none"));
    return open(mayMigrate ? options.with(TABLES, VALIDATE) : options);
  }

  /** The storage, to see what would be put into it; nothing is made. */
  SecureStorage openForDryRun() {
    boolean mayBeMade = choice.option(StorageOptions.CREATE.name()).equals(Optional.of("true"));
    if (missingDefault().isPresent()) {
      return nothing();
    }
    try {
      return openUnchanged();
    } catch (CommandFailure failure) {
      if (mayBeMade && failure.outcome() == Outcome.CONFIGURATION) {
        output.note("The target is taken for one that is not there yet, and is not made now: "
            + String.join(" ", failure.problems()));
        return nothing();
      }
      throw failure;
    }
  }

  private SecureStorage nothing() {
    return SecureStorage.over(new NoStore()).unsealed().clock(host.clock()).build();
  }

  /** A key is made together with its store: where it is alone, the store is lost and not new. */
  private static void requireNeverMade(DefaultStore store) {
    if (Files.exists(store.masterKey())) {
      throw new CommandFailure(
          Outcome.CONFIGURATION,
          "The master key '" + store.masterKey() + "' is there, but its store '" + store.file()
              + "' is not: was it moved, or is a disk not mounted? Bring it back, or begin a new"
              + " one with 'coffer put'.");
    }
  }

  /** The storage, to put something in. */
  SecureStorage openForWriting() {
    Optional<DefaultStore> missing = missingDefault();
    SecureStorage storage = missing.map(this::make).orElseGet(() -> open(choice.toOptions()));
    if (!storage.guarantees().contains(Guarantee.DURABLE)
        && !storage.guarantees().contains(Guarantee.SHARED)) {
      output.note("The storage '" + choice.provider()
          + "' keeps nothing: what is put there is gone when this command ends.");
    }
    return storage;
  }

  /** The default store, if it is chosen, not there, and nobody has said whether to make it. */
  private Optional<DefaultStore> missingDefault() {
    return choice
        .defaultStore()
        .filter(store -> choice.option(StorageOptions.CREATE.name()).isEmpty())
        .filter(DefaultStore::isMissing);
  }

  private SecureStorage make(DefaultStore store) {
    DefaultStore.makeFolderOf(store.file());
    boolean ownKey =
        choice.option(DefaultStore.MASTER_KEY).equals(Optional.of(store.masterKeyOption()));
    if (ownKey) {
      DefaultStore.makeFolderOf(store.masterKey());
    }
    boolean newKey = ownKey && Files.notExists(store.masterKey());
    SecureStorage storage = open(choice.toOptions().with(StorageOptions.CREATE, true));
    output.note("Made a new store, the encrypted file '" + store.file() + "'.");
    if (ownKey) {
      output.note((newKey ? "Made its master key, '" : "Its master key is the one in '")
          + store.masterKey()
          + "'. Back this key up, apart from the store: without it nobody can read the store.");
    } else if (chosen.isPassphrase()) {
      output.note("Its passphrase is kept nowhere: without it nobody can read the store.");
    }
    return storage;
  }

  private SecureStorage open(StorageOptions options) {
    try (chosen) {
      return SecureStorage.open(chosen.complete(options));
    } catch (StorageConfigurationException failure) {
      throw chosen.failed(failure, options);
    }
  }

  /** Whether an encrypted file was chosen, and is not just the one that is still to be made. */
  boolean hasEncryptedFile() {
    return isEncryptedFile() && missingDefault().isEmpty();
  }

  private boolean isEncryptedFile() {
    return choice.provider().equals(DefaultStore.PROVIDER);
  }

  /**
   * Does something with a store as a whole that lies in an encrypted file and is there, from the
   * options that it is opened with. What it asked for is remembered for the next use of this.
   */
  <T> T withEncryptedFile(Function<StorageOptions, T> work) {
    if (!isEncryptedFile()) {
      throw CommandFailure.usage("This is for the provider '" + DefaultStore.PROVIDER
          + "' alone; the storage that was chosen is another one's.");
    }
    StorageOptions options = choice.toOptions().with(StorageOptions.CREATE, false);
    try {
      return work.apply(chosen.complete(options));
    } catch (StorageConfigurationException failure) {
      throw chosen.failed(failure, options);
    }
  }

  /** Wipes the passphrase. */
  @Override
  public void close() {
    chosen.close();
  }
}
