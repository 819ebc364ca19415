package com.example.tokens.service;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.CredentialException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.TokenSet;
import dev.coffer.storage.credentials.oauth2.OAuth2Exception;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Hands the tokens that a browser has brought home to Coffer, where Spring Security would keep them
 * in memory and in clear. Who needs a token asks a {@link CredentialManager}, so that none is found
 * here.
 */
@Component
final class SignIn implements OAuth2AuthorizedClientService, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final CredentialManager credentials;
  private final OAuth2Refresher provider;
  private final CredentialManager latest;
  private final OneByOne signIns;

  SignIn(CredentialManager credentials, CredentialStorage storage, OAuth2Refresher provider) {
    this.credentials = credentials;
    this.provider = provider;
    this.latest = CredentialManager.builder(storage.scope(), provider)
        .staleness(Duration.ZERO) // what another instance did a moment ago is seen
        .build();
    this.signIns = new OneByOne(storage.scope().scoped("signing-in"));
  }

  /**
   * Of two sign-ins at once the later one has to see what the earlier one has brought: what is
   * replaced unseen would live on at the provider, with nobody left who could revoke it. A refresh
   * by the other instance in that very moment is not held up: what it has brought is replaced
   * without being revoked, and ends when the provider lets it.
   */
  @Override
  public void saveAuthorizedClient(OAuth2AuthorizedClient client, Authentication user) {
    AtomicReference<TokenSet> replaced = new AtomicReference<>();
    signIns.run(user.getName(), () -> {
      earlier(user.getName()).ifPresent(replaced::set);
      credentials.account(user.getName()).signedIn(tokens(client, user));
    });
    Optional.ofNullable(replaced.get()).ifPresent(this::revoke);
  }

  /** What the new tokens replace; none if it cannot be read, which must not keep a user out. */
  private Optional<TokenSet> earlier(String user) {
    try {
      return latest.account(user).current();
    } catch (StorageException | CredentialException unreadable) {
      LOG.warn("An earlier sign-in is not revoked: {}", unreadable.getMessage());
      return Optional.empty();
    }
  }

  private void revoke(TokenSet earlier) {
    try {
      provider.revoke(earlier);
    } catch (OAuth2Exception providerDown) {
      LOG.warn("An earlier sign-in is not revoked: {}", providerDown.getMessage());
    }
  }

  private static TokenSet tokens(OAuth2AuthorizedClient client, Authentication user) {
    TokenSet.Builder tokens = TokenSet.builder(Secret.of(client.getAccessToken().getTokenValue()))
        .accountId(user.getName())
        .scopes(client.getAccessToken().getScopes())
        .receivedAt(client.getAccessToken().getIssuedAt())
        .accessTokenExpiresAt(client.getAccessToken().getExpiresAt());
    if (client.getRefreshToken() != null) {
      tokens.refreshToken(Secret.of(client.getRefreshToken().getTokenValue()));
    }
    if (user.getPrincipal() instanceof OidcUser person) {
      tokens
          .idToken(Secret.of(person.getIdToken().getTokenValue()))
          .idTokenExpiresAt(person.getIdToken().getExpiresAt());
    }
    return tokens.build();
  }

  @Override
  public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(String provider, String user) {
    return null;
  }

  @Override
  public void removeAuthorizedClient(String provider, String user) {
    credentials.account(user).signOut();
  }

  @Override
  public void close() {
    latest.close();
  }
}
