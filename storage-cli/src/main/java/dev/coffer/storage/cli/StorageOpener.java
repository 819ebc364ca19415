package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.spi.UserDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the storage that arguments, environment and properties file choose. The default store is
 * made when something is first put into it, and until then looks empty; any other store is made on
 * demand alone.
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
  private final Catalog catalog;
  private final StorageChoice choice;
  private final PassphraseInput passphrase;
  private final List<PassphraseInput> otherPassphrases = new ArrayList<>();

  /**
   * Reads the sources.
   *
   * @throws CommandFailure with all that is wrong with them
   */
  StorageOpener(Host host, Output output, StorageArguments arguments) {
    this(host, output, "Passphrase", usual(host, arguments));
    if (arguments.passphraseStdin()) {
      if (!isPassphrase()) {
        throw CommandFailure.usage(
            StorageArguments.PASSPHRASE_STDIN + " is for a store whose master-key is "
                + DefaultStore.PASSPHRASE + ", and this one's is not.");
      }
      readPassphrase();
    }
  }

  private StorageOpener(Host host, Output output, String passphraseName, Sources sources) {
    this.host = host;
    this.output = output;
    this.catalog = Catalog.of(host.classLoader());
    this.choice = choose(host, output, catalog, sources);
    this.passphrase =
        new PassphraseInput(host, passphraseName, Optional.of(StorageArguments.PASSPHRASE_STDIN));
  }

  private static Sources usual(Host host, StorageArguments arguments) {
    return (reader, directories) -> {
      List<Settings> sources = new ArrayList<>();
      sources.add(reader.arguments(arguments));
      sources.add(reader.environment(host.environment()));
      sources.add(arguments
          .config()
          .map(file -> reader.namedFile(file, "--config"))
          .or(() -> directories
              .configuration()
              .map(folder -> reader.file(folder.resolve("coffer.properties"))))
          .orElseGet(SettingsReader::nothing));
      return sources;
    };
  }

  /** The usual storage as one side of a copy; its passphrase is not read yet. */
  static StorageOpener ofUsual(
      Host host, Output output, StorageArguments arguments, CopySide side) {
    return new StorageOpener(host, output, side.passphraseName(), usual(host, arguments));
  }

  /** One side of a copy, of which a properties file tells and variables of its own. */
  static StorageOpener of(Host host, Output output, CopySide side, String file, boolean create) {
    String created = StorageOptions.CREATE.name();
    return new StorageOpener(host, output, side.passphraseName(), (reader, directories) -> {
      List<Settings> sources = new ArrayList<>();
      sources.add(
          create
              ? Settings.of(Map.of(created, "true"), Map.of(created, "--create"))
              : SettingsReader.nothing());
      sources.add(reader.environment(host.environment(), side));
      sources.add(reader.namedFile(file, side.option()));
      return sources;
    });
  }

  /**
   * Takes the next line of standard input for the passphrase: now, before anything else is read.
   */
  void readPassphrase() {
    passphrase.readFirstLine();
  }

  /** Whether both were chosen the same, whatever is made of it when they are opened. */
  boolean isSameAs(StorageOpener other) {
    return choice.isSameAs(other.choice);
  }

  /** Whether the master key is a passphrase. */
  boolean isPassphrase() {
    return choice
        .option(DefaultStore.MASTER_KEY)
        .filter(key -> key.equals(DefaultStore.PASSPHRASE) || key.startsWith(DefaultStore.EXPORT))
        .isPresent();
  }

  private static StorageChoice choose(Host host, Output output, Catalog catalog, Sources given) {
    UserDirectories directories = new UserDirectories(host.environment(), host.operatingSystem());
    SettingsReader reader = new SettingsReader(catalog.secretOptions());
    List<Settings> sources = given.read(reader, directories);
    if (!reader.problems().isEmpty()) {
      throw CommandFailure.configuration(reader.problems());
    }
    reader.warnings().forEach(output::note);
    return StorageChoice.of(sources, () -> defaultStore(directories));
  }

  /** Where the settings are read from, what counts most first. */
  private interface Sources {
    List<Settings> read(SettingsReader reader, UserDirectories directories);
  }

  private static DefaultStore defaultStore(UserDirectories directories) {
    Optional<Path> data = directories.data();
    Optional<Path> configuration = directories.configuration();
    if (data.isEmpty() || configuration.isEmpty()) {
      throw new CommandFailure(
          Outcome.CONFIGURATION,
          "It is not known where your data lies: set " + directories.homeVariable()
              + " to your home folder, or choose a storage by --provider and --option.");
    }
    return DefaultStore.in(data.get(), configuration.get());
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
    return hasOption(READ_ONLY);
  }

  private boolean hasOption(String name) {
    return catalog.storages().stream()
        .filter(listed -> listed.id().equals(choice.provider()))
        .flatMap(listed -> listed.options().stream())
        .anyMatch(option -> option.name().equals(name));
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
    boolean mayMigrate = hasOption(TABLES) && !choice.option(TABLES).equals(Optional.of("none"));
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
    } else if (isPassphrase()) {
      output.note("Its passphrase is kept nowhere: without it nobody can read the store.");
    }
    return storage;
  }

  private SecureStorage open(StorageOptions options) {
    try (passphrase) {
      return SecureStorage.open(complete(options));
    } catch (StorageConfigurationException failure) {
      throw failed(failure, options);
    }
  }

  /** With where the settings came from, or why one of them did not count. */
  private CommandFailure failed(StorageConfigurationException failure, StorageOptions opened) {
    boolean isOverruled =
        choice.toOptions().get(StorageOptions.CREATE) && !opened.get(StorageOptions.CREATE);
    return CommandFailure.configuration(
        failure,
        isOverruled
            ? Optional.of("This command makes no store, whatever 'create' says; 'coffer put' does.")
            : choice.whence());
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
      return work.apply(complete(options));
    } catch (StorageConfigurationException failure) {
      throw failed(failure, options);
    }
  }

  private StorageOptions complete(StorageOptions options) {
    // One that some source gives as a text stays, and is refused.
    boolean asked = isPassphrase() && !options.names().contains(DefaultStore.PASSPHRASE);
    return (asked ? options.with(MasterKeyOptions.PASSPHRASE, passphrase) : options)
        .clock(host.clock())
        .classLoader(host.classLoader());
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
      return KeyAdministration.open(complete(options));
    } catch (StorageConfigurationException failure) {
      throw failed(failure, options);
    }
  }

  /**
   * The keys of a store that is there, opened by an export of its keyring, which is put back if the
   * store has lost it.
   */
  KeyAdministration restoreKeys(String file, PassphraseInput recovery) {
    try {
      return KeyAdministration.restore(complete(choice.toOptions())
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
    passphrase.close();
    otherPassphrases.forEach(PassphraseInput::close);
  }
}
