package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has answered to a sign-in or a refresh: the tokens of one session, under the
 * names of RFC 6749 and OpenID Connect.
 *
 * <pre>{@code
 * TokenSet tokens = TokenSet.builder(Secret.of(answer.accessToken()))
 *     .refreshToken(Secret.of(answer.refreshToken()))
 *     .accessTokenExpiresAt(Instant.now().plusSeconds(answer.expiresIn()))
 *     .build();
 * }</pre>
 *
 * <p>It prints no token. Times have millisecond precision. Thread-safe; immutable but for its
 * secrets, which can be {@linkplain Secret#destroy() destroyed}.
 */
public final class TokenSet {

  /** The most bytes that a set may have in its {@linkplain #encode() stored form}: 240 KiB. */
  public static final int MAX_BYTES = 240 << 10;

  private final Builder fields;

  private TokenSet(Builder fields) {
    this.fields = fields;
  }

  /** Starts a set with an access token, of the type {@code Bearer}. */
  public static Builder builder(Secret accessToken) {
    return new Builder(accessToken);
  }

  /**
   * The set that {@link #encode} has written.
   *
   * @throws UnreadableTokensException if it is none, or has what this release must know and does
   *     not
   */
  public static TokenSet decode(Secret encoded) {
    return TokenSetFormat.decode(encoded);
  }

  /**
   * The set in the form of {@code docs/format-credentials.md}, for whoever keeps it elsewhere;
   * fields that a newer release has written are kept.
   *
   * @throws IllegalStateException if one of its secrets was destroyed
   */
  public Secret encode() {
    return TokenSetFormat.encode(this);
  }

  /** {@code access_token}. */
  public Secret accessToken() {
    return fields.accessToken;
  }

  /** {@code token_type}, as the provider wrote it: {@code Bearer}, mostly. */
  public String tokenType() {
    return fields.tokenType;
  }

  /** {@code refresh_token}. */
  public Optional<Secret> refreshToken() {
    return Optional.ofNullable(fields.refreshToken);
  }

  /** {@code id_token}. */
  public Optional<Secret> idToken() {
    return Optional.ofNullable(fields.idToken);
  }

  /** {@code scope}, in the provider's order; empty where it was not said. */
  public Set<String> scopes() {
    return fields.scopes;
  }

  /** When the access token expires; empty where the provider did not say. */
  public Optional<Instant> accessTokenExpiresAt() {
    return Optional.ofNullable(fields.accessTokenExpiresAt);
  }

  /**
   * When the refresh token expires, where the provider said. Nothing is decided by it: whether the
   * user must sign in again is the provider's word.
   */
  public Optional<Instant> refreshTokenExpiresAt() {
    return Optional.ofNullable(fields.refreshTokenExpiresAt);
  }

  /** When the ID token expires; empty where that is not known. */
  public Optional<Instant> idTokenExpiresAt() {
    return Optional.ofNullable(fields.idTokenExpiresAt);
  }

  /** When the access token was received: with its expiry, that tells its whole lifetime. */
  public Optional<Instant> receivedAt() {
    return Optional.ofNullable(fields.receivedAt);
  }

  /** Who signed in, as the provider calls them: {@code sub}, mostly. */
  public Optional<String> accountId() {
    return Optional.ofNullable(fields.accountId);
  }

  /** What else the provider has answered, by name. */
  public Map<String, Secret> parameters() {
    return fields.parameters;
  }

  /** A builder that begins with all of this set. */
  public Builder toBuilder() {
    return new Builder(fields);
  }

  /** What a newer release has written. */
  Fields unknown() {
    return fields.unknown;
  }

  /** Equal in everything, with secrets compared in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSet that && fields.same(that.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        fields.tokenType, fields.scopes, fields.accessTokenExpiresAt, fields.accountId);
  }

  /** Which tokens there are and when they expire; no token, no account, no scope. */
  @Override
  public String toString() {
    return "TokenSet[access token"
        + expiry(fields.accessTokenExpiresAt)
        + (fields.refreshToken == null
            ? ""
            : ", refresh token" + expiry(fields.refreshTokenExpiresAt))
        + (fields.idToken == null ? "" : ", id token" + expiry(fields.idTokenExpiresAt))
        + "]";
  }

  private static String expiry(@Nullable Instant time) {
    return time == null ? "" : " until " + time;
  }

  /** Builds a {@link TokenSet}. Not thread-safe. */
  public static final class Builder {

    private Secret accessToken;
    private String tokenType = "Bearer";
    private @Nullable Secret refreshToken;
    private @Nullable Secret idToken;
    private Set<String> scopes = Set.of();
    private @Nullable Instant accessTokenExpiresAt;
    private @Nullable Instant refreshTokenExpiresAt;
    private @Nullable Instant idTokenExpiresAt;
    private @Nullable Instant receivedAt;
    private @Nullable String accountId;
    private Map<String, Secret> parameters = Map.of();
    private Fields unknown = new Fields();

    private Builder(Secret accessToken) {
      this.accessToken = requireToken(accessToken, "An access token");
    }

    private Builder(Builder other) {
      accessToken = other.accessToken;
      tokenType = other.tokenType;
      refreshToken = other.refreshToken;
      idToken = other.idToken;
      scopes = other.scopes;
      accessTokenExpiresAt = other.accessTokenExpiresAt;
      refreshTokenExpiresAt = other.refreshTokenExpiresAt;
      idTokenExpiresAt = other.idTokenExpiresAt;
      receivedAt = other.receivedAt;
      accountId = other.accountId;
      parameters = other.parameters;
      unknown = other.unknown;
    }

    private static Secret requireToken(Secret token, String what) {
      if (token.length() == 0) {
        throw new IllegalArgumentException(what + " has at least one byte.");
      }
      return token;
    }

    /** Replaces the access token; its expiry stays as it is. */
    public Builder accessToken(Secret token) {
      accessToken = requireToken(token, "An access token");
      return this;
    }

    public Builder tokenType(String type) {
      tokenType = Objects.requireNonNull(type, "type");
      return this;
    }

    public Builder refreshToken(Secret token) {
      refreshToken = requireToken(token, "A refresh token");
      return this;
    }

    public Builder idToken(Secret token) {
      idToken = requireToken(token, "An ID token");
      return this;
    }

    /** Leaves the ID token and its expiry out. */
    public Builder withoutIdToken() {
      idToken = null;
      idTokenExpiresAt = null;
      return this;
    }

    public Builder scopes(Collection<String> scopes) {
      Set<String> copy = new LinkedHashSet<>();
      scopes.forEach(scope -> copy.add(Objects.requireNonNull(scope, "scope")));
      this.scopes = Collections.unmodifiableSet(copy);
      return this;
    }

    /** See {@link TokenSet#accessTokenExpiresAt}; without it the token counts as living. */
    public Builder accessTokenExpiresAt(@Nullable Instant time) {
      accessTokenExpiresAt = toMillis(time);
      return this;
    }

    public Builder refreshTokenExpiresAt(@Nullable Instant time) {
      refreshTokenExpiresAt = toMillis(time);
      return this;
    }

    public Builder idTokenExpiresAt(@Nullable Instant time) {
      idTokenExpiresAt = toMillis(time);
      return this;
    }

    /**
     * See {@link TokenSet#receivedAt}; without it, the time of the call that hands the set over.
     */
    public Builder receivedAt(@Nullable Instant time) {
      receivedAt = toMillis(time);
      return this;
    }

    public Builder accountId(String id) {
      accountId = Objects.requireNonNull(id, "id");
      return this;
    }

    public Builder parameters(Map<String, Secret> parameters) {
      Map<String, Secret> copy = new LinkedHashMap<>();
      parameters.forEach((name, value) ->
          copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
      this.parameters = Collections.unmodifiableMap(copy);
      return this;
    }

    Builder unknown(Fields fields) {
      unknown = fields;
      return this;
    }

    /**
     * The set.
     *
     * @throws IllegalArgumentException if its stored form has more than {@value #MAX_BYTES} bytes
     * @throws IllegalStateException if one of its secrets was destroyed
     */
    public TokenSet build() {
      TokenSet set = new TokenSet(new Builder(this));
      Secret encoded = TokenSetFormat.encode(set);
      encoded.destroy();
      if (encoded.length() > MAX_BYTES) {
        throw new IllegalArgumentException("A token set has at most " + MAX_BYTES
            + " bytes as it is stored, this one " + encoded.length() + ".");
      }
      return set;
    }

    private static @Nullable Instant toMillis(@Nullable Instant time) {
      try {
        return time == null ? null : Instant.ofEpochMilli(time.toEpochMilli());
      } catch (ArithmeticException outOfRange) {
        throw new IllegalArgumentException(
            "A time lies within 2^63 milliseconds of 1970, this one does not.", outOfRange);
      }
    }

    private boolean same(Builder that) {
      return accessToken.equals(that.accessToken)
          && tokenType.equals(that.tokenType)
          && Objects.equals(refreshToken, that.refreshToken)
          && Objects.equals(idToken, that.idToken)
          && scopes.equals(that.scopes)
          && Objects.equals(accessTokenExpiresAt, that.accessTokenExpiresAt)
          && Objects.equals(refreshTokenExpiresAt, that.refreshTokenExpiresAt)
          && Objects.equals(idTokenExpiresAt, that.idTokenExpiresAt)
          && Objects.equals(receivedAt, that.receivedAt)
          && Objects.equals(accountId, that.accountId)
          && parameters.equals(that.parameters)
          && unknown.equals(that.unknown);
    }

    /** Prints nothing of what was given. */
    @Override
    public String toString() {
      return "TokenSet.Builder";
    }
  }
}
