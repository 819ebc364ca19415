package dev.coffer.storage.crypto;

import com.google.crypto.tink.integration.gcpkms.GcpKmsClient;
import dev.coffer.storage.StorageOptions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Master keys in the Google Cloud Key Management Service, {@code gcp-kms://projects/…}, by Tink's
 * client. Credentials are the application default ones.
 */
public final class GcpKmsMasterKeys implements MasterKeyKind {

  private static final String SCHEME = "gcp-kms";

  private static final Pattern KEY = Pattern.compile(
      "//projects/[^/\\s]{1,63}/locations/[a-z0-9-]{1,63}/keyRings/[A-Za-z0-9_-]{1,63}"
          + "/cryptoKeys/[A-Za-z0-9_-]{1,63}");

  /** For {@link java.util.ServiceLoader}. */
  public GcpKmsMasterKeys() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String form() {
    return "gcp-kms://projects/P/locations/L/keyRings/R/cryptoKeys/K";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    return KEY.matcher(location).matches()
        ? Optional.empty()
        : Optional.of("the name of its key looks different");
  }

  @Override
  public String source(String location) {
    return SCHEME + ":" + location;
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    return KeyServices.open(
        source(location),
        options,
        () -> new GcpKmsClient().withDefaultCredentials(),
        "com.google.crypto.tink:tink-gcpkms");
  }

  /** The key that is there: a service's keys are made by whoever runs it. */
  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    return open(location, options);
  }
}
