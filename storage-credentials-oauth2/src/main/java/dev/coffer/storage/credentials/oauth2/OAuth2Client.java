package dev.coffer.storage.credentials.oauth2;

import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.coffer.storage.Secret;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application as the provider knows it: its id, and how it proves that it is itself.
 * Thread-safe; it prints no secret.
 */
public final class OAuth2Client {

  private final ClientID id;
  private final @Nullable Supplier<ClientAuthentication> authentication;

  private OAuth2Client(String id, @Nullable Supplier<ClientAuthentication> authentication) {
    this.id = new ClientID(id);
    this.authentication = authentication;
  }

  /** A client without a secret: an application on its user's own machine. */
  public static OAuth2Client withoutSecret(String id) {
    return new OAuth2Client(id, null);
  }

  /** {@code client_secret_basic}: the secret in the header. */
  public static OAuth2Client secretInHeader(String id, Secret secret) {
    return new OAuth2Client(id, () -> new ClientSecretBasic(new ClientID(id), sdk(secret)));
  }

  /** {@code client_secret_post}: the secret in the body, for providers that want it there. */
  public static OAuth2Client secretInBody(String id, Secret secret) {
    return new OAuth2Client(id, () -> new ClientSecretPost(new ClientID(id), sdk(secret)));
  }

  /**
   * Any other method of the SDK's, {@code private_key_jwt} say; asked for before each call, since
   * an assertion is for one.
   */
  public static OAuth2Client authenticatedBy(
      String id, Supplier<ClientAuthentication> authentication) {
    return new OAuth2Client(id, Objects.requireNonNull(authentication, "authentication"));
  }

  ClientID id() {
    return id;
  }

  @Nullable
  ClientAuthentication authentication() {
    return authentication == null ? null : authentication.get();
  }

  /** No id and no secret. */
  @Override
  public String toString() {
    return "OAuth2Client";
  }

  private static com.nimbusds.oauth2.sdk.auth.Secret sdk(Secret secret) {
    return new com.nimbusds.oauth2.sdk.auth.Secret(secret.revealString());
  }
}
