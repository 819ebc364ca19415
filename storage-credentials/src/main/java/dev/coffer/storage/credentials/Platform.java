package dev.coffer.storage.credentials;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.UserDirectories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The encrypted file of a user's own machine, with its master key in the system's key store. */
final class Platform {

  private static final String PROVIDER = "encrypted-file";
  private static final String PATH = "path";
  private static final String MASTER_KEY = "master-key";
  private static final String NEW_MASTER_KEY = "new-master-key";
  private static final String FILE = "credentials.coffer";
  private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Platform() {}

  static SecureStorage open(String application, StorageOptions options) {
    StorageOptions chosen = chosen(application, options);
    try {
      return SecureStorage.open(chosen);
    } catch (KeyUnavailableException noKey) {
      return madeMeanwhile(chosen).orElseThrow(() -> explained(noKey));
    }
  }

  /** The store, where another process has made it and its key at the same time. */
  private static Optional<SecureStorage> madeMeanwhile(StorageOptions chosen) {
    try {
      return Optional.of(SecureStorage.open(chosen.with(StorageOptions.CREATE, false)));
    } catch (StorageConfigurationException | KeyUnavailableException notSo) {
      return Optional.empty();
    }
  }

  private static KeyUnavailableException explained(KeyUnavailableException noKey) {
    return new KeyUnavailableException(
        "persistence=platform: " + noKey.getMessage()
            + " On a machine without a key store choose persistence=encrypted-file with a path and"
            + " a master-key of another kind (file:PATH, env:NAME, passphrase or a key service), or"
            + " persistence=jdbc.",
        noKey);
  }

  private static StorageOptions chosen(String application, StorageOptions options) {
    List<String> problems = new ArrayList<>();
    if (!APPLICATION.matcher(application).matches()) {
      problems.add("For persistence=platform the application's name has 1 to 64 letters, digits and"
          + " . _ - and begins with a letter or a digit.");
    }
    if (options.names().contains(MASTER_KEY)) {
      problems.add("With persistence=platform the operating system keeps the master key: leave out"
          + " the option 'master-key', or choose persistence=encrypted-file.");
    }
    StorageOptions chosen = options.withProvider(PROVIDER);
    if (!options.names().contains(PATH)) {
      UserDirectories user = new UserDirectories(System.getenv(), System.getProperty("os.name"));
      Path data = user.data().orElse(null);
      if (data == null) {
        problems.add("It is not known where the user's data lies: set " + user.homeVariable()
            + ", or the option 'path'.");
      } else if (problems.isEmpty()) {
        chosen = chosen.with(PATH, data.resolve(application).resolve(FILE).toString());
      }
    }
    if (!problems.isEmpty()) {
      throw new StorageConfigurationException(problems);
    }
    if (!options.names().contains(StorageOptions.CREATE.name())
        && !options.names().contains(PATH)) {
      chosen = chosen.with(StorageOptions.CREATE, true).with(NEW_MASTER_KEY, "true");
    }
    return chosen.with(MASTER_KEY, "os-keyring:coffer/" + application);
  }
}
