package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a session's tokens are after an answer that leaves out what has not changed. */
final class Renewal {

  private Renewal() {}

  static TokenSet of(TokenSet old, TokenSet answer, Instant now) {
    TokenSet.Builder next = answer.toBuilder().unknown(old.unknown());
    if (answer.receivedAt().isEmpty()) {
      next.receivedAt(now);
    }
    if (answer.refreshToken().isEmpty()) {
      // RFC 6749, section 6: the old one stays.
      old.refreshToken().ifPresent(next::refreshToken);
      if (answer.refreshTokenExpiresAt().isEmpty()) {
        next.refreshTokenExpiresAt(old.refreshTokenExpiresAt().orElse(null));
      }
    }
    if (answer.idToken().isEmpty()) {
      keepIdToken(old, next, now);
    }
    if (answer.scopes().isEmpty()) {
      // RFC 6749, section 5.1: left out where it is what was asked for.
      next.scopes(old.scopes());
    }
    if (answer.accountId().isEmpty()) {
      old.accountId().ifPresent(next::accountId);
    }
    Map<String, Secret> parameters = new LinkedHashMap<>(old.parameters());
    parameters.putAll(answer.parameters());
    return next.parameters(parameters).build();
  }

  /**
   * OpenID Connect Core, section 12.2: an answer need not have one. The old one stays while it
   * lives; once it has expired, it would only be asked for again and again.
   */
  private static void keepIdToken(TokenSet old, TokenSet.Builder next, Instant now) {
    boolean expired = old.idTokenExpiresAt().filter(end -> !end.isAfter(now)).isPresent();
    if (!expired && old.idToken().isPresent()) {
      next.idToken(old.idToken().get()).idTokenExpiresAt(old.idTokenExpiresAt().orElse(null));
    }
  }
}
