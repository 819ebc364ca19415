package dev.coffer.storage.crypto;

import com.google.crypto.tink.KmsClient;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * What the kinds of key services share: the client that the program hands over comes first, then
 * the kind's own with the credentials that are customary there.
 */
final class KeyServices {

  /** Makes a client; its library may be missing, which is a {@link LinkageError}. */
  @FunctionalInterface
  interface Clients {
    KmsClient make() throws GeneralSecurityException;
  }

  private KeyServices() {}

  /**
   * The key at a URI.
   *
   * @param library what the client is part of, for the message where it is missing
   */
  static MasterKey open(String uri, StorageOptions options, Clients clients, String library) {
    try {
      return new KeyServiceMasterKey(uri, client(uri, options, clients).getAead(uri));
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

  private static KmsClient client(String uri, StorageOptions options, Clients clients)
      throws GeneralSecurityException {
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
