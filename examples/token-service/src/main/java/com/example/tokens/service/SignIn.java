package com.example.tokens.service;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.CredentialException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialSession;
import dev.coffer.storage.credentials.TokenSet;
import dev.coffer.storage.credentials.oauth2.OAuth2Exception;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.util.Optional;
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
final class SignIn implements OAuth2AuthorizedClientService {

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final CredentialManager credentials;
  private final OAuth2Refresher provider;

  SignIn(CredentialManager credentials, OAuth2Refresher provider) {
    this.credentials = credentials;
    this.provider = provider;
  }

  @Override
  public void saveAuthorizedClient(OAuth2AuthorizedClient client, Authentication user) {
    CredentialSession session = credentials.account(user.getName());
    Optional<TokenSet> earlier = earlier(session);
    session.signedIn(tokens(client, user));
    earlier.ifPresent(this::revoke);
  }

  /** What the new tokens replace; none if it cannot be read, which must not keep a user out. */
  private static Optional<TokenSet> earlier(CredentialSession session) {
    try {
      return session.current();
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
}
