package dev.coffer.storage.credentials.oauth2;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.TokenSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider's successful answer as a token set. Expiry is told by the machine's own clock: how
 * long a token lives is known, and what the provider's clock says is not believed.
 */
final class TokenAnswer {

  private static final String ID_TOKEN = "id_token";

  private TokenAnswer() {}

  /**
   * @param asked when the request was sent, so that a slow network shortens no token's life unseen
   */
  static TokenSet of(AccessTokenResponse response, Instant asked) {
    AccessToken access = response.getTokens().getAccessToken();
    Map<String, Object> others = new LinkedHashMap<>(response.getCustomParameters());
    TokenSet.Builder set = TokenSet.builder(Secret.of(access.getValue()))
        .tokenType(access.getType().getValue())
        .receivedAt(asked);
    if (access.getLifetime() > 0) {
      set.accessTokenExpiresAt(asked.plusSeconds(access.getLifetime()));
    } else {
      lifetime(access.getValue()).ifPresent(life -> set.accessTokenExpiresAt(asked.plus(life)));
    }
    if (access.getScope() != null) {
      set.scopes(access.getScope().toStringList());
    }
    if (response.getTokens().getRefreshToken() != null) {
      set.refreshToken(Secret.of(response.getTokens().getRefreshToken().getValue()));
      refreshLifetime(others).ifPresent(life -> set.refreshTokenExpiresAt(asked.plus(life)));
    }
    if (others.remove(ID_TOKEN) instanceof String idToken && !idToken.isEmpty()) {
      set.idToken(Secret.of(idToken));
      lifetime(idToken).ifPresent(life -> set.idTokenExpiresAt(asked.plus(life)));
      claims(idToken).map(JWTClaimsSet::getSubject).ifPresent(set::accountId);
    }
    return set.parameters(secrets(others)).build();
  }

  /** Keycloak and Microsoft call it differently; no standard has it. */
  private static Optional<Duration> refreshLifetime(Map<String, Object> others) {
    for (String name : new String[] {"refresh_token_expires_in", "refresh_expires_in"}) {
      if (others.get(name) instanceof Number seconds && seconds.longValue() > 0) {
        return Optional.of(Duration.ofSeconds(seconds.longValue()));
      }
    }
    return Optional.empty();
  }

  /** The life of a JWT, from its own two times, which come from one clock. */
  private static Optional<Duration> lifetime(String token) {
    return claims(token)
        .filter(claims -> claims.getIssueTime() != null && claims.getExpirationTime() != null)
        .map(claims -> Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
  }

  /** Not verified: it came from the provider itself (OpenID Connect Core, 3.1.3.7). */
  private static Optional<JWTClaimsSet> claims(String token) {
    try {
      return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet());
    } catch (ParseException opaque) {
      return Optional.empty();
    }
  }

  private static Map<String, Secret> secrets(Map<String, Object> others) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    others.forEach((name, value) -> {
      if (value != null) {
        secrets.put(name, Secret.of(text(value)));
      }
    });
    return secrets;
  }

  /** A text as it is, and anything else in JSON. */
  private static String text(Object value) {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> members = new LinkedHashMap<>();
      object.forEach((name, member) -> members.put(String.valueOf(name), member));
      return JSONObjectUtils.toJSONString(members);
    }
    return value instanceof List<?> array ? JSONArrayUtils.toJSONString(array) : value.toString();
  }
}
