package dev.coffer.storage.crypto;

import java.util.regex.Pattern;

/**
 * Master keys in the transit engine of a HashiCorp Vault or an OpenBao,
 * {@code hcvault://HOST:PORT/transit/keys/NAME}, as Tink writes it. The token is the one in
 * {@code VAULT_TOKEN}, the namespace {@code VAULT_NAMESPACE}.
 *
 * <p>It is spoken to by TLS. Only where {@code VAULT_ADDR} names the same host and port, and that
 * is this machine, may it be {@code http://}: for an agent that keeps the token.
 */
public final class VaultMasterKeys extends KeyServiceKind {

  private static final Pattern KEY = Pattern.compile(
      "//[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9_-]{1,100}){1,5}/keys/[A-Za-z0-9_.-]{1,100}");

  /** For {@link java.util.ServiceLoader}. */
  public VaultMasterKeys() {
    super(
        "hcvault",
        "hcvault://HOST:PORT/MOUNT/keys/NAME",
        KEY,
        VaultClient::ofEnvironment,
        "java.net.http");
  }
}
