package dev.coffer.storage.credentials;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where an application keeps its credentials: a storage that an option chooses, with a scope for
 * the application and one for each of its accounts.
 *
 * <pre>{@code
 * Map<String, String> options = Map.of("persistence", "platform");
 * try (CredentialStorage storage = CredentialStorage.open("my-application", options);
 *     CredentialManager credentials =
 *         CredentialManager.builder(storage.scope(), refresher).build()) {
 *   credentials.account("alice").accessToken();
 * }
 * }</pre>
 *
 * <p>The option {@value #PERSISTENCE} is {@value #PLATFORM} or the id of any provider:
 * {@code jdbc}, {@code memory}, {@code encrypted-file}, or one of the application's own. The other
 * options are the provider's. It is nothing but the storage that is passed to a manager: whoever
 * has one hands over its scopes, or {@linkplain #open(String, Factory) opens} it in their own way.
 *
 * <p>{@value #PLATFORM} is an encrypted file in the user's data directory, whose master key is in
 * the key store of the operating system: the Keychain, the Credential Manager, the Secret Service.
 * Both are made where neither is there; one without the other is an error, for something was lost.
 * ({@code path} chooses another place, which is made with {@code create=true} alone.) Where no key
 * store answers, opening fails, and nothing else is used in its place. It needs
 * {@code storage-encrypted-file} and {@code com.github.javakeyring:java-keyring}.
 *
 * <p>Thread-safe.
 */
public final class CredentialStorage implements AutoCloseable {

  /** The option that says where credentials are kept. */
  public static final String PERSISTENCE = "persistence";

  /** An encrypted file whose master key the operating system keeps. */
  public static final String PLATFORM = "platform";

  private static final String ACCOUNTS = "accounts";

  /** An application's own way to its storage. */
  @FunctionalInterface
  public interface Factory {

    /** Opens the storage for the credentials of an application, which closes it. */
    SecureStorage open(String application);
  }

  private final SecureStorage storage;
  private final StorageScope application;

  private CredentialStorage(SecureStorage storage, StorageScope application) {
    this.storage = storage;
    this.application = application;
  }

  /**
   * Opens what the option {@value #PERSISTENCE} chooses, with the other options.
   *
   * @param application its name, which is that of a scope; for {@value #PLATFORM} of 1 to 64
   *     letters, digits and {@code . _ -}, beginning with a letter or a digit
   * @throws StorageConfigurationException with all that is wrong with the options, at once
   * @throws dev.coffer.storage.KeyUnavailableException if the store's keys do not open, and for
   *     {@value #PLATFORM} if no key store answers; the message says what to choose instead
   * @throws dev.coffer.storage.StorageException as {@link SecureStorage#open(StorageOptions)} has
   *     it
   */
  public static CredentialStorage open(String application, Map<String, String> options) {
    Map<String, String> others = new HashMap<>(options);
    String persistence = others.remove(PERSISTENCE);
    if (persistence == null) {
      throw new StorageConfigurationException("Option '" + PERSISTENCE
          + "' is missing: where credentials are kept, " + PLATFORM
          + ", jdbc, memory or the id of another provider.");
    }
    return open(application, StorageOptions.of(persistence).with(others));
  }

  /**
   * As {@link #open(String, Map)}, for options that are objects, as a data source is, or come from
   * the environment: the provider is what {@value #PERSISTENCE} would say.
   */
  public static CredentialStorage open(String application, StorageOptions options) {
    return open(
        application,
        name -> options.provider().filter(PLATFORM::equals).isPresent()
            ? Platform.open(name, options)
            : SecureStorage.open(options));
  }

  /**
   * Opens a storage in the application's own way; it is closed with this one.
   *
   * @throws IllegalArgumentException if the application's name is none of a scope
   */
  public static CredentialStorage open(String application, Factory factory) {
    SecureStorage storage = factory.open(Objects.requireNonNull(application, "application"));
    try {
      return new CredentialStorage(storage, storage.scoped(application));
    } catch (IllegalArgumentException noName) {
      storage.close();
      throw noName;
    }
  }

  /** The application's scope, for a manager with several accounts. */
  public StorageScope scope() {
    return application;
  }

  /** A scope of one account alone, for a manager that has no other. */
  public StorageScope scope(String account) {
    return application.scoped(ACCOUNTS, account);
  }

  /** The storage itself. */
  public SecureStorage storage() {
    return storage;
  }

  /** Closes the storage; managers over it are closed first. Closing twice is fine. */
  @Override
  public void close() {
    storage.close();
  }

  /** Nothing of the application. */
  @Override
  public String toString() {
    return "CredentialStorage";
  }
}
