package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of the transit engine of HashiCorp Vault, for the URIs that Tink's own has, which is on
 * no repository.
 */
final class VaultClient implements KmsClient {

  private static final String PREFIX = "hcvault://";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  private final Function<String, @Nullable String> environment;

  VaultClient(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  static KmsClient ofEnvironment() {
    return new VaultClient(System::getenv);
  }

  @Override
  public boolean doesSupport(String uri) {
    return uri.startsWith(PREFIX);
  }

  @Override
  public KmsClient withCredentials(String file) {
    throw new UnsupportedOperationException("The token comes from VAULT_TOKEN.");
  }

  @Override
  public KmsClient withDefaultCredentials() {
    return this;
  }

  @Override
  public Aead getAead(String uri) throws GeneralSecurityException {
    String token = variable("VAULT_TOKEN")
        .orElseThrow(() -> new KeyServiceException(
            "the environment variable VAULT_TOKEN, which has the token for it, is not set"));
    URI key = URI.create(uri);
    String path = key.getPath();
    int keys = path.lastIndexOf("/keys/");
    String mount = base(key) + "/v1" + path.substring(0, keys);
    String name = path.substring(keys + "/keys/".length());
    return new VaultTransit(
        HttpClient.newBuilder()
            // A redirect would carry the token to wherever it leads.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build(),
        URI.create(mount + "/encrypt/" + name),
        URI.create(mount + "/decrypt/" + name),
        token,
        variable("VAULT_NAMESPACE"));
  }

  private String base(URI key) throws KeyServiceException {
    String authority = key.getAuthority();
    boolean clear = variable("VAULT_ADDR")
        .map(address -> address.replaceFirst("/+$", "").equals("http://" + authority))
        .orElse(false);
    if (clear && !LOOPBACK.contains(key.getHost())) {
      throw new KeyServiceException("VAULT_ADDR names it with http://, which would show the store's"
          + " key on the network: only this machine itself may be spoken to without TLS");
    }
    return (clear ? "http://" : "https://") + authority;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
  }
}
