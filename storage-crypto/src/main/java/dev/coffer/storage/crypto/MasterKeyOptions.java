package dev.coffer.storage.crypto;

import com.google.crypto.tink.KmsClient;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import java.util.List;
import java.util.Set;

/** The options that say where a store's master key is, and the way from them to the key. */
public final class MasterKeyOptions {

  /**
   * Where the master key is: {@code file:PATH}, {@code env:NAME}, {@code passphrase}, or as another
   * {@link MasterKeyKind} has it. Secret, for someone may put the key itself there.
   */
  public static final Option<String> MASTER_KEY = Option.text(
          "master-key",
          "where the key is that opens the store: file:PATH, env:NAME, passphrase, a key service's URI")
      .required()
      .secret();

  /**
   * The passphrase, where {@link #MASTER_KEY} is {@code passphrase}. An object of the program's: no
   * text is taken, so that no passphrase ends in an argument, a variable or a file.
   */
  public static final Option<Passphrase> PASSPHRASE = Option.object(
          "passphrase", "the passphrase, where the master key is one", Passphrase.class)
      .secret();

  /**
   * The program's own client of its key service, where {@link #MASTER_KEY} is the URI of a key: for
   * other credentials than the customary ones, another endpoint, or another library. Without it
   * Tink's is used.
   */
  public static final Option<KmsClient> KEY_SERVICE = Option.object(
      "key-service", "the client of the key service that has the master key", KmsClient.class);

  /**
   * Whether a store that is made has to have a master key that is made with it. One that is there
   * already then means that its store is missing, and no empty one takes its place. Refused, with
   * {@code create=true}, for a kind that makes no keys ({@link MasterKeyKind#makesKeys}):
   * {@code env:NAME}, {@code passphrase}, key services, {@code export:PATH}.
   */
  public static final Option<Boolean> NEW_MASTER_KEY = Option.flag(
          "new-master-key",
          "with create=true: make the master key too, a file's or the system's, and refuse one that"
              + " is there")
      .withDefault(false);

  private MasterKeyOptions() {}

  /** All of these options, for a provider's own {@code options}. */
  public static Set<Option<?>> all() {
    return Set.of(MASTER_KEY, PASSPHRASE, KEY_SERVICE, NEW_MASTER_KEY);
  }

  /**
   * What is wrong with the options' values, in sentences without them; empty where nothing is, or
   * no value is given. For a provider's own {@code problems}.
   */
  public static List<String> problems(StorageOptions options) {
    return MasterKeys.found().problems(options);
  }

  /**
   * The master key that is there.
   *
   * @throws KeyUnavailableException if there is none, it is damaged, or others can read it
   * @throws StorageConfigurationException if the option is missing or {@linkplain #problems wrong}
   */
  public static MasterKey open(StorageOptions options) {
    return MasterKeys.found().open(options);
  }

  /**
   * The master key that is there, or a new one where its kind can make one: a file can, readable
   * for its owner alone before the first byte is in it. Two that make it at once end with one key.
   *
   * @throws KeyUnavailableException if it is damaged, others can read it, or it cannot be made; or
   *     is there, where {@link #NEW_MASTER_KEY} is asked for
   * @throws StorageConfigurationException if the option is missing or {@linkplain #problems wrong}
   */
  public static MasterKey openOrCreate(StorageOptions options) {
    return MasterKeys.found().openOrCreate(options);
  }
}
