package dev.coffer.storage.credentials.oauth2;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.RefreshRequest;
import dev.coffer.storage.credentials.RefreshResult;
import dev.coffer.storage.credentials.TokenRefresher;
import dev.coffer.storage.credentials.TokenRevoker;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refresh grant of RFC 6749 over HTTP, and the revocation of RFC 7009.
 *
 * <pre>{@code
 * OAuth2Refresher provider = OAuth2Refresher.builder(
 *         URI.create("https://login.example/token"), OAuth2Client.withoutSecret("my-application"))
 *     .revocationEndpoint(URI.create("https://login.example/revoke"))
 *     .build();
 * CredentialManager.builder(scope, provider).revoker(provider).build();
 * }</pre>
 *
 * <p>{@code invalid_grant} alone is a rejection. Another error ({@code invalid_client}, say) is one
 * of configuration, and signs nobody out; a status of 5xx or 429 waits for as long as
 * {@code Retry-After} says. A request that may have arrived without an answer counts as unanswered:
 * after a time-out, a broken connection, 502, 504, and an answer that makes no sense. Thread-safe.
 */
public final class OAuth2Refresher implements TokenRefresher, TokenRevoker {

  private static final Duration REVOCATION = Duration.ofSeconds(10);

  private final URI tokenEndpoint;
  private final @Nullable URI revocationEndpoint;
  private final OAuth2Client client;
  private final InstantSource clock;
  private final Http http;

  private OAuth2Refresher(Builder builder) {
    tokenEndpoint = builder.tokenEndpoint;
    revocationEndpoint = builder.revocationEndpoint;
    client = builder.client;
    clock = builder.clock;
    HttpClient given = builder.http;
    http = new Http(given != null ? given : http());
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  }

  /** Starts a refresher for a client of a provider. */
  public static Builder builder(URI tokenEndpoint, OAuth2Client client) {
    return new Builder(tokenEndpoint, client);
  }

  @Override
  public RefreshResult refresh(RefreshRequest request) {
    String token = request.tokens().refreshToken().orElseThrow().revealString();
    HTTPRequest sent = tokenRequest(new RefreshTokenGrant(new RefreshToken(token)));
    Instant asked = clock.instant();
    Duration within = request.remaining();
    if (within.isZero()) {
      return RefreshResult.retryable(new OAuth2Exception("There was no time left to ask.", null));
    }
    try {
      return result(http.send(sent, within), asked, token);
    } catch (Http.NotSent nobody) {
      return RefreshResult.retryable(new OAuth2Exception("The provider is not reached.", nobody));
    } catch (IOException broken) {
      return RefreshResult.unanswered(
          new OAuth2Exception("The provider has not answered.", broken));
    }
  }

  private HTTPRequest tokenRequest(RefreshTokenGrant grant) {
    ClientAuthentication proof = client.authentication();
    TokenRequest.Builder request = proof != null
        ? new TokenRequest.Builder(tokenEndpoint, proof, grant)
        : new TokenRequest.Builder(tokenEndpoint, client.id(), grant);
    return request.build().toHTTPRequest();
  }

  private RefreshResult result(HTTPResponse response, Instant asked, String token) {
    int status = response.getStatusCode();
    if (status == 200) {
      try {
        return RefreshResult.refreshed(TokenAnswer.of(AccessTokenResponse.parse(response), asked));
      } catch (ParseException | IllegalArgumentException garbage) {
        // Not as a cause: the parser's message may quote what it could not read.
        return RefreshResult.unanswered(
            new OAuth2Exception("The provider's answer makes no sense.", null));
      }
    }
    if (status == 502 || status == 504) {
      return RefreshResult.unanswered(failure(status, "", "a gateway's"));
    }
    if (status >= 500 || status == 429) {
      OAuth2Exception failure = failure(status, "", "try again later");
      return RetryAfter.of(response, clock.instant())
          .map(pause -> RefreshResult.retryable(failure, pause))
          .orElseGet(() -> RefreshResult.retryable(failure));
    }
    Optional<ErrorObject> error = error(response);
    String code = error.map(ErrorObject::getCode).orElse("no error code");
    if (code.equals(OAuth2Error.INVALID_GRANT.getCode())) {
      return RefreshResult.rejected(words(error.orElseThrow(), token));
    }
    return RefreshResult.retryable(failure(
        status, code, "this client's settings are wrong, or the provider's; no user can help"));
  }

  private static OAuth2Exception failure(int status, String code, String hint) {
    return new OAuth2Exception(
        "The provider has answered " + status + (code.isEmpty() ? "" : ", " + code) + ": " + hint
            + ".",
        null);
  }

  private static Optional<ErrorObject> error(HTTPResponse response) {
    try {
      return Optional.ofNullable(TokenErrorResponse.parse(response).getErrorObject())
          .filter(error -> error.getCode() != null);
    } catch (ParseException noErrorOfOAuth) {
      return Optional.empty();
    }
  }

  /** What the provider says, unless it says the token itself. */
  private static String words(ErrorObject error, String token) {
    String description = error.getDescription();
    return description == null || description.contains(token)
        ? error.getCode()
        : error.getCode() + ": " + description;
  }

  /**
   * Revokes the refresh token, or the access token where there is none.
   *
   * @throws OAuth2Exception if the provider has not agreed
   * @throws IllegalStateException if no revocation endpoint was given
   */
  @Override
  public void revoke(TokenSet tokens) {
    if (revocationEndpoint == null) {
      throw new IllegalStateException("This refresher was given no revocation endpoint.");
    }
    Token token = tokens
        .refreshToken()
        .map(Secret::revealString)
        .<Token>map(RefreshToken::new)
        .orElseGet(() -> new BearerAccessToken(tokens.accessToken().revealString()));
    ClientAuthentication proof = client.authentication();
    TokenRevocationRequest request = proof != null
        ? new TokenRevocationRequest(revocationEndpoint, proof, token)
        : new TokenRevocationRequest(revocationEndpoint, client.id(), token);
    int status;
    try {
      status = http.send(request.toHTTPRequest(), REVOCATION).getStatusCode();
    } catch (IOException failed) {
      throw new OAuth2Exception("The provider was not told to revoke the tokens.", failed);
    }
    if (status != 200) {
      throw failure(status, "", "it has not revoked the tokens");
    }
  }

  /** Where tokens come from; no client. */
  @Override
  public String toString() {
    return "OAuth2Refresher[" + tokenEndpoint.getHost() + "]";
  }

  /** Assembles a refresher; each call checks its own value. Not thread-safe. */
  public static final class Builder {

    private final URI tokenEndpoint;
    private final OAuth2Client client;
    private @Nullable URI revocationEndpoint;
    private @Nullable HttpClient http;
    private InstantSource clock = InstantSource.system();

    private Builder(URI tokenEndpoint, OAuth2Client client) {
      this.tokenEndpoint = requireSafe(tokenEndpoint);
      this.client = Objects.requireNonNull(client, "client");
    }

    /** Where tokens are revoked (RFC 7009); without it, {@link OAuth2Refresher#revoke} fails. */
    public Builder revocationEndpoint(URI endpoint) {
      revocationEndpoint = requireSafe(endpoint);
      return this;
    }

    /** Sends by this client, with its proxy and trust; it should follow no redirects. */
    public Builder http(HttpClient http) {
      this.http = Objects.requireNonNull(http, "http");
      return this;
    }

    /** Takes the time from {@code clock}; the system's, by default. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    public OAuth2Refresher build() {
      return new OAuth2Refresher(this);
    }

    private static URI requireSafe(URI endpoint) {
      String host = Objects.requireNonNullElse(endpoint.getHost(), "");
      boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
      boolean safe = "https".equalsIgnoreCase(endpoint.getScheme())
          || (here && "http".equalsIgnoreCase(endpoint.getScheme()));
      if (host.isEmpty() || !safe) {
        throw new IllegalArgumentException(
            "An endpoint is an https URL; http is for this machine's own addresses alone.");
      }
      return endpoint;
    }
  }
}
