package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import java.util.List;

/** The options that name a store's master key, and the way from them to the key. */
public final class MasterKeyOptions {

  /** Where the master key is: {@code file:PATH} or {@code env:NAME}. Secret, since someone may put the key itself there. */
  public static final Option<String> MASTER_KEY =
      Option.text("master-key", "where the key is that opens the store, file:PATH or env:NAME").required().secret();

  private MasterKeyOptions() {}

  /** What is wrong with the master key's option, in sentences without its value; empty where nothing is. For a provider's own {@code problems}. */
  public static List<String> problems(StorageOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * The master key that is there.
   *
   * @throws dev.coffer.storage.KeyUnavailableException if it is not there, is damaged, or others can read it
   * @throws dev.coffer.storage.StorageConfigurationException if the option is missing or names no known kind
   */
  public static MasterKey open(StorageOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * The master key that is there, or a new one where its kind can make it: a file can, readable for its owner alone before the first byte is in
   * it. Two that make it at once end with one key.
   *
   * @throws dev.coffer.storage.KeyUnavailableException if it is damaged, others can read it, or it cannot be made
   * @throws dev.coffer.storage.StorageConfigurationException if the option is missing or names no known kind
   */
  public static MasterKey openOrCreate(StorageOptions options) {
    throw new UnsupportedOperationException();
  }
}
