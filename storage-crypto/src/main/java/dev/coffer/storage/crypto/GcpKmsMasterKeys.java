package dev.coffer.storage.crypto;

import com.google.crypto.tink.integration.gcpkms.GcpKmsClient;
import java.util.regex.Pattern;

/**
 * Master keys in the Google Cloud Key Management Service, {@code gcp-kms://projects/…}, by Tink's
 * client. Credentials are the application default ones.
 */
public final class GcpKmsMasterKeys extends KeyServiceKind {

  private static final Pattern KEY = Pattern.compile(
      "//projects/[^/\\s]{1,63}/locations/[a-z0-9-]{1,63}/keyRings/[A-Za-z0-9_-]{1,63}"
          + "/cryptoKeys/[A-Za-z0-9_-]{1,63}");

  /** For {@link java.util.ServiceLoader}. */
  public GcpKmsMasterKeys() {
    super(
        "gcp-kms",
        "gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K",
        KEY,
        () -> new GcpKmsClient().withDefaultCredentials(),
        "com.google.crypto.tink:tink-gcpkms");
  }
}
