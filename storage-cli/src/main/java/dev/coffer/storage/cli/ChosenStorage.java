package dev.coffer.storage.cli;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.spi.UserDirectories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The storage that arguments, environment and properties file choose, not opened yet: its options,
 * with all that opening takes beside them, and the passphrase if its master key is one.
 */
final class ChosenStorage implements AutoCloseable {

  private final Host host;
  private final Catalog catalog;
  private final StorageChoice choice;
  private final PassphraseInput passphrase;

  private ChosenStorage(Host host, Output output, String passphraseName, Sources sources) {
    this.host = host;
    this.catalog = Catalog.of(host.classLoader());
    this.choice = choose(host, output, catalog, sources);
    this.passphrase =
        new PassphraseInput(host, passphraseName, Optional.of(StorageArguments.PASSPHRASE_STDIN));
  }

  /**
   * Reads the sources, and the passphrase if it is said to come from standard input.
   *
   * @throws CommandFailure with all that is wrong with them
   */
  static ChosenStorage by(Host host, Output output, StorageArguments arguments) {
    ChosenStorage chosen = new ChosenStorage(host, output, "Passphrase", usual(host, arguments));
    if (arguments.passphraseStdin()) {
      if (!chosen.isPassphrase()) {
        throw CommandFailure.usage(
            StorageArguments.PASSPHRASE_STDIN + " is for a store whose master-key is "
                + DefaultStore.PASSPHRASE + ", and this one's is not.");
      }
      chosen.readPassphrase();
    }
    return chosen;
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
  static ChosenStorage usualAs(
      CopySide side, Host host, Output output, StorageArguments arguments) {
    return new ChosenStorage(host, output, side.passphraseName(), usual(host, arguments));
  }

  /** One side of a copy, of which a properties file tells and variables of its own. */
  static ChosenStorage of(CopySide side, Host host, Output output, String file, boolean create) {
    String created = StorageOptions.CREATE.name();
    return new ChosenStorage(host, output, side.passphraseName(), (reader, directories) -> {
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

  /** What was chosen. */
  StorageChoice choice() {
    return choice;
  }

  /** Whether the chosen provider has an option of this name. */
  boolean hasOption(String name) {
    return catalog.storages().stream()
        .filter(listed -> listed.id().equals(choice.provider()))
        .flatMap(listed -> listed.options().stream())
        .anyMatch(option -> option.name().equals(name));
  }

  /** Whether the master key is a passphrase. */
  boolean isPassphrase() {
    return choice
        .option(DefaultStore.MASTER_KEY)
        .filter(key -> key.equals(DefaultStore.PASSPHRASE) || key.startsWith(DefaultStore.EXPORT))
        .isPresent();
  }

  /**
   * Takes the next line of standard input for the passphrase: now, before anything else is read.
   */
  void readPassphrase() {
    passphrase.readFirstLine();
  }

  /** Options to open it with, and all that no source gives: passphrase, clock, class loader. */
  StorageOptions complete(StorageOptions options) {
    // One that some source gives as a text stays, and is refused.
    boolean asked = isPassphrase() && !options.names().contains(DefaultStore.PASSPHRASE);
    return (asked ? options.with(MasterKeyOptions.PASSPHRASE, passphrase) : options)
        .clock(host.clock())
        .classLoader(host.classLoader());
  }

  /** With where the settings came from, or why one of them did not count. */
  CommandFailure failed(StorageConfigurationException failure, StorageOptions opened) {
    boolean isOverruled =
        choice.toOptions().get(StorageOptions.CREATE) && !opened.get(StorageOptions.CREATE);
    return CommandFailure.configuration(
        failure,
        isOverruled
            ? Optional.of("This command makes no store, whatever 'create' says; 'coffer put' does.")
            : choice.whence());
  }

  /** Wipes the passphrase. */
  @Override
  public void close() {
    passphrase.close();
  }
}
