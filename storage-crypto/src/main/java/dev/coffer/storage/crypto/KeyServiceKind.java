package dev.coffer.storage.crypto;

import com.google.crypto.tink.KmsClient;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the kinds of key services share: the client that the program hands over comes first, then
 * the kind's own with the credentials that are customary there.
 */
abstract class KeyServiceKind implements MasterKeyKind {

  /** Makes a client; its library may be missing, which is a {@link LinkageError}. */
  @FunctionalInterface
  interface Clients {
    KmsClient make() throws GeneralSecurityException;
  }

  private final String scheme;
  private final String form;
  private final Pattern key;
  private final Clients clients;
  private final String library;

  /**
   * A kind of its own.
   *
   * @param key what a location looks like
   * @param library what the client is part of, for the message where it is missing
   */
  KeyServiceKind(String scheme, String form, Pattern key, Clients clients, String library) {
    this.scheme = scheme;
    this.form = form;
    this.key = key;
    this.clients = clients;
    this.library = library;
  }

  @Override
  public final String scheme() {
    return scheme;
  }

  @Override
  public final String form() {
    return form;
  }

  @Override
  public final Optional<String> problem(String location, StorageOptions options) {
    return key.matcher(location).matches()
        ? Optional.empty()
        : Optional.of("the name of its key looks different");
  }

  @Override
  public final String source(String location) {
    return scheme + ":" + location;
  }

  @Override
  public final MasterKey open(String location, StorageOptions options) {
    String uri = source(location);
    try {
      return new KeyServiceMasterKey(uri, client(uri, options).getAead(uri));
    } catch (LinkageError missing) {
      throw unavailable(
          uri,
          "its client needs the library " + library
              + " and what that needs itself on the class path"
              + " or module path, and something of it is missing: "
              + missing.getClass().getName());
    } catch (KeyServiceException known) {
      throw unavailable(uri, String.valueOf(known.getMessage()));
    } catch (GeneralSecurityException | RuntimeException unknown) {
      throw unavailable(
          uri,
          "its client found no credentials, or takes no such key: "
              + unknown.getClass().getName());
    }
  }

  /** The key that is there: a service's keys are made by whoever runs it. */
  @Override
  public final MasterKey openOrCreate(String location, StorageOptions options) {
    return open(location, options);
  }

  @Override
  public final boolean makesKeys() {
    return false;
  }

  private KmsClient client(String uri, StorageOptions options) throws GeneralSecurityException {
    Optional<KmsClient> own = options.find(MasterKeyOptions.KEY_SERVICE);
    if (own.isEmpty()) {
      return clients.make();
    }
    if (!own.get().doesSupport(uri)) {
      throw new KeyServiceException(
          "the client that the program hands over as 'key-service' is for other keys");
    }
    return own.get();
  }

  private static KeyUnavailableException unavailable(String uri, String why) {
    return new KeyUnavailableException(
        "The master key " + uri + " cannot be used: " + why + ".", null);
  }
}
