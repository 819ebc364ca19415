package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageOptions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Master keys in the transit engine of a HashiCorp Vault or an OpenBao,
 * {@code hcvault://HOST:PORT/transit/keys/NAME}, as Tink writes it. The token is the one in
 * {@code VAULT_TOKEN}, the namespace {@code VAULT_NAMESPACE}.
 *
 * <p>It is spoken to by TLS. Only where {@code VAULT_ADDR} names the same host and port, and that
 * is this machine, may it be {@code http://}: for an agent that keeps the token.
 */
public final class VaultMasterKeys implements MasterKeyKind {

  private static final String SCHEME = "hcvault";

  private static final Pattern KEY = Pattern.compile(
      "//[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9_-]{1,100}){1,5}/keys/[A-Za-z0-9_.-]{1,100}");

  /** For {@link java.util.ServiceLoader}. */
  public VaultMasterKeys() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String form() {
    return "hcvault://HOST:PORT/MOUNT/keys/NAME";
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
    return KeyServices.open(source(location), options, VaultClient::ofEnvironment, "java.net.http");
  }

  /** The key that is there: a service's keys are made by whoever runs it. */
  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    return open(location, options);
  }
}
