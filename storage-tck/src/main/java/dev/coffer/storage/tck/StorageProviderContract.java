package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/**
 * The compatibility kit for a backend that a {@link dev.coffer.storage.spi.StorageProvider} opens:
 * extend it, say which provider that is and with which options it finds a place, and run it as any
 * JUnit class. Beside the rules for every backend it has those for providers: how they are found,
 * what they do with options, and whether their stores keep to their key.
 *
 * <pre>{@code
 * class VaultContractTest extends StorageProviderContract {
 *   @Override
 *   protected StorageOptions options(Place place) {
 *     return StorageOptions.of("vault")
 *         .with("path", place.directory().resolve("vault").toString())
 *         .with("master-key", "file:" + place.directory().resolve("master.key"));
 *   }
 * }
 * }</pre>
 *
 * <p>A provider whose backends are durable or shared is opened with a key, as applications open it:
 * unless it seals by itself, a sealer is on the class path and the options name its key.
 */
public abstract class StorageProviderContract extends StorageBackendContract {

  private static final String MASTER_KEY = "master-key";

  private @Nullable Set<Guarantee> promised;

  /** For subclasses. */
  protected StorageProviderContract() {}

  /**
   * The provider's id and its options for a place, with the key that its storage is opened by but
   * without {@link StorageOptions#CREATE}, which the kit adds where it means it. For one place they
   * are the same at every call, in another process too.
   *
   * @throws Exception if there are none, which fails the rule
   */
  protected abstract StorageOptions options(Place place) throws Exception;

  /**
   * These options with another key of the same kind, which exists and opens no store at the place
   * of these options. By default it is a key file in the directory of {@code elsewhere}, a place
   * that nothing else is kept at, for the option {@code master-key}.
   *
   * @throws Exception if there is none, which fails the rule
   */
  protected StorageOptions otherKey(StorageOptions options, Place elsewhere) throws Exception {
    String key = "file:" + elsewhere.directory().resolve("other.key");
    // Who makes a store makes the file with its key.
    SecureStorage.open(options(elsewhere).with(MASTER_KEY, key).with(StorageOptions.CREATE, true))
        .close();
    return options.with(MASTER_KEY, key);
  }

  /** Opens the backend by its provider, and makes the place if it is not there. */
  @Override
  protected StorageBackend open(Place place) throws Exception {
    return NamedProvider.of(options(place).with(StorageOptions.CREATE, true)).open();
  }

  /**
   * What the provider says before it has opened anything. Where its backends differ in what they
   * promise, the subclass says what those of its options do.
   */
  @Override
  protected Set<Guarantee> guarantees() {
    Set<Guarantee> known = promised;
    if (known == null) {
      known = ask();
      promised = known;
    }
    return known;
  }

  /** The options for a rule's place. */
  static StorageOptions optionsOf(Bench bench) {
    return optionsAt(bench, bench.place());
  }

  /** The options for a place. */
  static StorageOptions optionsAt(Bench bench, Place place) {
    try {
      return requireOptions(of(bench).options(place));
    } catch (Exception failure) {
      throw new AssertionError("expected options for a place, seen " + failure, failure);
    }
  }

  /** The options for a rule's place with another key. */
  static StorageOptions otherKeyOf(Bench bench) {
    try {
      return requireOptions(of(bench).otherKey(optionsOf(bench), bench.newPlace()));
    } catch (Exception failure) {
      throw new AssertionError("expected options with another key, seen " + failure, failure);
    }
  }

  private static StorageProviderContract of(Bench bench) {
    return (StorageProviderContract) bench.contract();
  }

  private static StorageOptions requireOptions(@Nullable StorageOptions options) {
    if (options == null) {
      throw new AssertionError("expected options, seen null");
    }
    return options;
  }

  private Set<Guarantee> ask() {
    Place nowhere = Place.create("guarantees");
    try {
      Set<Guarantee> all = EnumSet.noneOf(Guarantee.class);
      all.addAll(NamedProvider.of(options(nowhere)).provider().guarantees());
      all.remove(Guarantee.ENCRYPTED);
      return all;
    } catch (StorageException notFound) {
      // The rules run all the same, and each says why there is nothing to open.
      return EnumSet.noneOf(Guarantee.class);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException("The author's options(place) failed.", failure);
    } finally {
      nowhere.remove();
    }
  }

  @Nested
  final class Loading extends LoadingRules {}

  @Nested
  final class Options extends OptionRules {}

  @Nested
  final class Keys extends KeyRules {}
}
