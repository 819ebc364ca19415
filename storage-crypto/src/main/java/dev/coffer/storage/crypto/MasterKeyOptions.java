package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import java.util.List;

/** The option that names a store's master key, and the way from it to the key. */
public final class MasterKeyOptions {

  /**
   * Where the master key is: {@code file:PATH} or {@code env:NAME}. Secret, for someone may put the
   * key itself there.
   */
  public static final Option<String> MASTER_KEY = Option.text(
          "master-key", "where the key is that opens the store, file:PATH or env:NAME")
      .required()
      .secret();

  private MasterKeyOptions() {}

  /**
   * What is wrong with the option's value, in sentences without it; empty where nothing is, or no
   * value is given. For a provider's own {@code problems}.
   */
  public static List<String> problems(StorageOptions options) {
    return ofThisProcess().problems(options);
  }

  /**
   * The master key that is there.
   *
   * @throws KeyUnavailableException if there is none, it is damaged, or others can read it
   * @throws StorageConfigurationException if the option is missing or {@linkplain #problems wrong}
   */
  public static MasterKey open(StorageOptions options) {
    return ofThisProcess().open(options);
  }

  /**
   * The master key that is there, or a new one where its kind can make one: a file can, readable
   * for its owner alone before the first byte is in it. Two that make it at once end with one key.
   *
   * @throws KeyUnavailableException if it is damaged, others can read it, or it cannot be made
   * @throws StorageConfigurationException if the option is missing or {@linkplain #problems wrong}
   */
  public static MasterKey openOrCreate(StorageOptions options) {
    return ofThisProcess().openOrCreate(options);
  }

  static MasterKeys ofThisProcess() {
    return MasterKeys.of(System::getenv);
  }
}
