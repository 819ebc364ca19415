package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The choice of a kind of master key by the option's value, and the way from there to the key. */
final class MasterKeys {

  private final Function<StorageOptions, MasterKeyCatalog> catalogs;

  private MasterKeys(Function<StorageOptions, MasterKeyCatalog> catalogs) {
    this.catalogs = catalogs;
  }

  /** Among the kinds that are found through the options' class loader. */
  static MasterKeys found() {
    return new MasterKeys(options -> MasterKeyCatalog.of(options.classLoader()));
  }

  /** Among these kinds. */
  static MasterKeys of(MasterKeyKind... kinds) {
    MasterKeyCatalog catalog = new MasterKeyCatalog(Arrays.asList(kinds), List.of());
    return new MasterKeys(options -> catalog);
  }

  List<String> problems(StorageOptions options) {
    return options
        .find(MasterKeyOptions.MASTER_KEY)
        .flatMap(value -> new Choice(value, options).problem())
        .map(List::of)
        .orElse(List.of());
  }

  MasterKey open(StorageOptions options) {
    Choice choice = required(options);
    return choice.kind().open(choice.location(), options);
  }

  MasterKey openOrCreate(StorageOptions options) {
    Choice choice = required(options);
    if (options.get(MasterKeyOptions.NEW_MASTER_KEY)) {
      requireNone(choice, options);
    }
    return choice.kind().openOrCreate(choice.location(), options);
  }

  private static void requireNone(Choice choice, StorageOptions options) {
    try {
      choice.kind().open(choice.location(), options).close();
    } catch (KeyUnavailableException none) {
      return;
    }
    throw new KeyUnavailableException(
        "The master key " + choice.kind().source(choice.location()) + " is there already, and the"
            + " store that it opens is not: is that at another path, or on a disk that is not"
            + " mounted? Bring it back, or give it up and make an empty one with create=true and"
            + " without new-master-key.",
        null);
  }

  /** Where the option says that the key is, for messages. */
  String source(StorageOptions options) {
    Choice choice = required(options);
    return choice.kind().source(choice.location());
  }

  private Choice required(StorageOptions options) {
    Choice choice = new Choice(options.get(MasterKeyOptions.MASTER_KEY), options);
    choice.problem().ifPresent(problem -> {
      throw new StorageConfigurationException(problem);
    });
    return choice;
  }

  /** An option's value and the kinds that it fits. */
  private final class Choice {

    private final String value;
    private final StorageOptions options;
    private final MasterKeyCatalog catalog;
    private final List<MasterKeyKind> fitting;

    Choice(String value, StorageOptions options) {
      this.value = value;
      this.options = options;
      this.catalog = catalogs.apply(options);
      this.fitting = catalog.fitting(value);
    }

    MasterKeyKind kind() {
      return fitting.get(0);
    }

    String location() {
      return value.substring(Math.min(value.length(), kind().scheme().length() + 1));
    }

    Optional<String> problem() {
      if (fitting.isEmpty()) {
        return Optional.of("Option 'master-key' must be one of " + catalog.forms()
            + ", but is another text of " + value.length() + " characters." + catalog.broken());
      }
      if (fitting.size() > 1) {
        return Optional.of("Option 'master-key' begins with '" + kind().scheme()
            + "', and several kinds of master keys do: " + classes()
            + ". Leave one of them out of the class path.");
      }
      if (KeyText.isIn(location())) {
        return Optional.of(
            "Option 'master-key' holds a key itself, or a text that looks like one; it must say"
                + " where the key is, as "
                + kind().form()
                + ". If it is a key, take it out of use; if it is a place, give it another name.");
      }
      return kind()
          .problem(location(), options)
          .map(wrong -> "Option 'master-key' must be " + kind().form() + ", but " + wrong + ".")
          .or(this::neverNew);
    }

    /** A kind that makes no keys has none of which it could be told that it is new. */
    private Optional<String> neverNew() {
      if (kind().makesKeys()
          || !options.get(MasterKeyOptions.NEW_MASTER_KEY)
          || !options.get(StorageOptions.CREATE)) {
        return Optional.empty();
      }
      return Optional.of(
          "Option 'new-master-key' is for a master key that is made together with its"
              + " store, and with master-key=" + kind().form() + " none is made: nobody could tell"
              + " whether the key is new. Leave 'new-master-key' out, and take 'create' out again once"
              + " the store is made, so that it is missed if it is lost; or keep the key where it is"
              + " made, as file:PATH.");
    }

    private String classes() {
      return String.join(
          ", ", fitting.stream().map(kind -> kind.getClass().getName()).toList());
    }
  }
}
