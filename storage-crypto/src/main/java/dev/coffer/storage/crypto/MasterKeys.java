package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of master keys that this release knows, and the choice among them by an option's value.
 */
final class MasterKeys {

  private final List<MasterKeyKind> kinds;

  private MasterKeys(List<MasterKeyKind> kinds) {
    this.kinds = kinds;
  }

  /** With what is asked for an environment variable's value. */
  static MasterKeys of(Function<String, @Nullable String> environment) {
    return new MasterKeys(List.of(new FileMasterKeys(), new EnvironmentMasterKeys(environment)));
  }

  List<String> problems(StorageOptions options) {
    return options
        .find(MasterKeyOptions.MASTER_KEY)
        .flatMap(this::problem)
        .map(List::of)
        .orElse(List.of());
  }

  MasterKey open(StorageOptions options) {
    String value = required(options);
    return kind(value).orElseThrow().open(location(value));
  }

  MasterKey openOrCreate(StorageOptions options) {
    String value = required(options);
    return kind(value).orElseThrow().openOrCreate(location(value));
  }

  /** Where the option says that the key is, for messages. */
  String source(StorageOptions options) {
    String value = required(options);
    return kind(value).orElseThrow().source(location(value));
  }

  private String required(StorageOptions options) {
    String value = options.get(MasterKeyOptions.MASTER_KEY);
    problem(value).ifPresent(problem -> {
      throw new StorageConfigurationException(problem);
    });
    return value;
  }

  private Optional<String> problem(String value) {
    Optional<MasterKeyKind> kind = kind(value);
    if (kind.isEmpty()) {
      String forms = kinds.stream().map(MasterKeyKind::form).collect(Collectors.joining(" or "));
      return Optional.of("Option 'master-key' must be "
          + forms
          + ", but is another text of "
          + value.length()
          + " characters.");
    }
    if (KeyText.isIn(location(value))) {
      return Optional.of(
          "Option 'master-key' holds a key itself, or a text that looks like one; it must say"
              + " where the key is, as "
              + kind.get().form()
              + ". If it is a key, take it out of use; if it is a place, give it another name.");
    }
    return kind.get()
        .problem(location(value))
        .map(wrong -> "Option 'master-key' must be " + kind.get().form() + ", but " + wrong + ".");
  }

  private Optional<MasterKeyKind> kind(String value) {
    return kinds.stream().filter(kind -> value.startsWith(kind.scheme() + ":")).findFirst();
  }

  private static String location(String value) {
    return value.substring(value.indexOf(':') + 1);
  }
}
