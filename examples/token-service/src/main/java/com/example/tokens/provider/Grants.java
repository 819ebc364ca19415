package com.example.tokens.provider;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/**
 * What the provider has granted, in memory. Spring's server forgets a refresh token that it has
 * replaced, and so refuses it; here whoever sends one again ends the whole grant besides, for it
 * may be a thief. Thread-safe: of two that come with one token at once, the second one is that.
 */
@Component
final class Grants implements OAuth2AuthorizationService {

  /** How many refreshes were answered with new tokens, and how many came with a used token. */
  record Figures(int refreshed, int reused) {}

  private final OAuth2AuthorizationService all = new InMemoryOAuth2AuthorizationService();
  private final Map<String, String> grantsOfUsed = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private int refreshed;
  private int reused;

  @Override
  public synchronized void save(OAuth2Authorization grant) {
    if (ended.contains(grant.getId())) {
      return;
    }
    OAuth2Authorization before = all.findById(grant.getId());
    if (before != null && isNew(grant.getRefreshToken(), before.getRefreshToken())) {
      refreshed++;
    }
    all.save(grant);
  }

  private static boolean isNew(
      OAuth2Authorization.Token<?> token, OAuth2Authorization.Token<?> before) {
    return token != null
        && before != null
        && !token.getToken().getTokenValue().equals(before.getToken().getTokenValue());
  }

  @Override
  public synchronized OAuth2Authorization findByToken(String token, OAuth2TokenType type) {
    OAuth2Authorization found = all.findByToken(token, type);
    if (!OAuth2TokenType.REFRESH_TOKEN.equals(type)) {
      return found;
    }
    String usedOf =
        found == null ? grantsOfUsed.get(token) : grantsOfUsed.putIfAbsent(token, found.getId());
    if (usedOf == null) {
      return found;
    }
    reused++;
    end(usedOf);
    return null;
  }

  private void end(String id) {
    OAuth2Authorization grant = all.findById(id);
    if (grant != null) {
      remove(grant);
    }
  }

  @Override
  public synchronized void remove(OAuth2Authorization grant) {
    ended.add(grant.getId());
    all.remove(grant);
  }

  @Override
  public synchronized OAuth2Authorization findById(String id) {
    return all.findById(id);
  }

  synchronized Figures figures() {
    return new Figures(refreshed, reused);
  }
}
