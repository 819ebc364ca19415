package dev.coffer.storage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments that choose the storage; the same in every command that opens one. */
final class StorageArguments {

  static final String PASSPHRASE_STDIN = "--passphrase-stdin";

  @Option(
      names = "--provider",
      paramLabel = "ID",
      description = "The storage provider; 'coffer backends' lists them.")
  private @Nullable String provider;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = {
        "An option of the provider or the sealer; may be repeated.",
        "Never a secret: other users can see arguments."
      })
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with coffer.provider and coffer.<option>.")
  private @Nullable String config;

  @Option(names = "--create", description = "Make the store if it is not there.")
  private boolean create;

  @Option(
      names = PASSPHRASE_STDIN,
      description = {
        "Where the master key is a passphrase: it is the first line of standard",
        "input, instead of being asked for."
      })
  private boolean passphraseStdin;

  Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  List<String> options() {
    return options;
  }

  Optional<String> config() {
    return Optional.ofNullable(config);
  }

  boolean passphraseStdin() {
    return passphraseStdin;
  }

  /** Whether any of them was given that says which storage is meant. */
  boolean chooses() {
    return provider != null || !options.isEmpty() || config != null;
  }

  Optional<String> create() {
    return create ? Optional.of("true") : Optional.empty();
  }
}
