package dev.coffer.storage.credentials.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.RefreshFailedException;
import dev.coffer.storage.credentials.SessionState;
import dev.coffer.storage.credentials.SignInRequiredException;
import dev.coffer.storage.credentials.TokenSet;
import dev.coffer.storage.memory.MemoryBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is sent to a provider, and what becomes of its answers, through a manager as in real use.
 */
class OAuth2RefresherTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final SecureStorage storage =
      SecureStorage.over(new MemoryBackend()).unsealed().build();
  private final List<Map<String, String>> forms = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "";
  private volatile Map<String, String> headers = Map.of();
  private volatile Runnable before = () -> {};

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      try (exchange) {
        forms.add(TokenEndpoint.form(exchange));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        before.run();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private OAuth2Refresher refresher(OAuth2Client client) {
    return OAuth2Refresher.builder(uri("/token"), client)
        .revocationEndpoint(uri("/revoke"))
        .clock(() -> NOW)
        .build();
  }

  /** A manager with a session whose access token has expired. */
  private CredentialManager expired(OAuth2Refresher refresher, Duration lease) {
    CredentialManager manager = CredentialManager.builder(storage, refresher)
        .revoker(refresher)
        .lease(lease, lease.multipliedBy(3).dividedBy(4))
        .clock(() -> NOW)
        .build();
    manager.signedIn(TokenSet.builder(Secret.of("old-access"))
        .refreshToken(Secret.of("old-refresh"))
        .accessTokenExpiresAt(NOW)
        .build());
    return manager;
  }

  private CredentialManager expired() {
    return expired(refresher(OAuth2Client.withoutSecret("app")), Duration.ofSeconds(60));
  }

  private void answer(int withStatus, String withBody) {
    status = withStatus;
    body = withBody.replace('\'', '"');
  }

  @Test
  void theAnswerBecomesATokenSet() {
    String idToken = "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"sub\":\"alice\",\"iat\":1000,\"exp\":1900}".getBytes(StandardCharsets.UTF_8))
        + ".";
    answer(
        200,
        "{'access_token':'new-access','token_type':'Bearer','expires_in':3600,'scope':'a b',"
            + "'refresh_token':'new-refresh','refresh_expires_in':7200,'id_token':'" + idToken
            + "','session_state':'s1','nested':{'a':1}}");
    TokenSet tokens = expired().forceRefresh();
    assertThat(tokens)
        .isEqualTo(TokenSet.builder(Secret.of("new-access"))
            .accessTokenExpiresAt(NOW.plusSeconds(3600))
            .receivedAt(NOW)
            .scopes(List.of("a", "b"))
            .refreshToken(Secret.of("new-refresh"))
            .refreshTokenExpiresAt(NOW.plusSeconds(7200))
            .idToken(Secret.of(idToken))
            // By our clock, however wrong the provider's is: 900 s after it came.
            .idTokenExpiresAt(NOW.plusSeconds(900))
            .accountId("alice")
            .parameters(Map.of(
                "session_state", Secret.of("s1"),
                "nested", Secret.of("{\"a\":1}"),
                "refresh_expires_in", Secret.of("7200")))
            .build());
    assertThat(forms)
        .containsExactly(Map.of(
            "grant_type", "refresh_token", "refresh_token", "old-refresh", "client_id", "app"));
  }

  @Test
  void aClientProvesItselfAsItsProviderWants() {
    answer(200, "{'access_token':'a','token_type':'Bearer','expires_in':60}");
    Secret secret = Secret.of("s3cret");
    expired(refresher(OAuth2Client.secretInHeader("app", secret)), Duration.ofSeconds(60))
        .forceRefresh();
    expired(refresher(OAuth2Client.secretInBody("app", secret)), Duration.ofSeconds(60))
        .forceRefresh();
    assertThat(authorizations.get(0))
        .isEqualTo("Basic "
            + Base64.getEncoder().encodeToString("app:s3cret".getBytes(StandardCharsets.US_ASCII)));
    assertThat(forms.get(1)).containsEntry("client_secret", "s3cret");
    assertThat(OAuth2Client.secretInBody("app", secret)).hasToString("OAuth2Client");
  }

  @Test
  void invalidGrantAloneEndsASession() {
    answer(400, "{'error':'invalid_grant','error_description':'revoked by its user'}");
    CredentialManager manager = expired();
    assertThatExceptionOfType(SignInRequiredException.class)
        .isThrownBy(manager::accessToken)
        .withMessageContaining("invalid_grant: revoked by its user");
  }

  @Test
  void aDescriptionThatHoldsTheTokenIsLeftOut() {
    answer(400, "{'error':'invalid_grant','error_description':'old-refresh is unknown'}");
    assertThatExceptionOfType(SignInRequiredException.class)
        .isThrownBy(expired()::accessToken)
        .withMessageContaining("invalid_grant")
        .withMessageNotContaining("old-refresh");
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client, 'answered 401, invalid_client: this client''s settings are wrong'",
    "400, unauthorized_client, 'answered 400, unauthorized_client'",
    "400, invalid_request, 'answered 400, invalid_request'",
    "404, '', 'answered 404, no error code'",
    "302, '', 'answered 302, no error code'",
    "500, invalid_grant, 'answered 500: try again later'",
    "503, '', 'answered 503: try again later'",
    "429, '', 'answered 429: try again later'",
    "502, '', 'answered 502: a gateway''s'",
    "200, '', 'makes no sense'"
  })
  void nothingElseDoes(int with, String error, String message) {
    answer(with, error.isEmpty() ? "" : "{'error':'" + error + "'}");
    CredentialManager manager = expired();
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(manager::accessToken)
        .withStackTraceContaining(message);
    assertThat(manager.state()).isEqualTo(SessionState.SIGNED_IN);
    assertThat(forms).hasSize(1);
  }

  @Test
  void garbageIsNotQuoted() {
    answer(200, "{'access_token':42,'refresh_token':'new-refresh'");
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(expired()::accessToken)
        .satisfies(failure -> assertThat(failure).hasStackTraceContaining("makes no sense"))
        .satisfies(failure ->
            assertThat(String.valueOf(failure.getCause())).doesNotContain("new-refresh"));
  }

  private Duration pauseAfter(String retryAfter) {
    answer(503, "");
    headers = Map.of("Retry-After", retryAfter);
    CredentialManager manager = expired();
    try {
      manager.accessToken();
    } catch (RefreshFailedException failure) {
      return failure.retryAfter();
    }
    throw new AssertionError("There was a token.");
  }

  @Test
  void retryAfterIsObeyed() {
    assertThat(pauseAfter("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(pauseAfter("nonsense")).isZero();
  }

  @Test
  void aDateInRetryAfterIsHeldToTheProvidersOwnClock() {
    // The server of this test tells the real time in its header; ours says NOW.
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(3_600));
    assertThat(pauseAfter(date)).isBetween(Duration.ofMinutes(55), Duration.ofMinutes(61));
  }

  @Test
  void aProviderThatDoesNotAnswerInTimeIsLeftBeforeTheLeaseIsOver() {
    answer(200, "{'access_token':'late','token_type':'Bearer','expires_in':60}");
    java.util.concurrent.CountDownLatch answered = new java.util.concurrent.CountDownLatch(1);
    before = () -> {
      try {
        answered.await();
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    };
    CredentialManager manager =
        expired(refresher(OAuth2Client.withoutSecret("app")), Duration.ofMillis(800));
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(manager::accessToken)
        .withStackTraceContaining("has not answered");
    answered.countDown();
  }

  @Test
  void nobodyThereIsNoSignOut() {
    CredentialManager manager = expired();
    server.stop(0);
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(manager::accessToken)
        .withStackTraceContaining("is not reached");
  }

  @Test
  void anAnswerThatDoesNotEndIsCut() {
    answer(200, "{'access_token':'" + "x".repeat(1 << 20) + "'}");
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(expired()::accessToken)
        .withStackTraceContaining("longer than 1048576 bytes");
  }

  @Test
  void signingOutRevokesTheRefreshToken() {
    CredentialManager manager = expired();
    manager.signOut();
    assertThat(forms)
        .singleElement()
        .satisfies(form -> assertThat(form).containsEntry("token", "old-refresh"));
    assertThat(manager.state()).isEqualTo(SessionState.SIGNED_OUT);
  }

  @Test
  void aRevocationThatFailsIsToldWithItsReason() {
    answer(503, "");
    OAuth2Refresher refresher = refresher(OAuth2Client.withoutSecret("app"));
    TokenSet tokens = TokenSet.builder(Secret.of("only-access")).build();
    assertThatExceptionOfType(OAuth2Exception.class)
        .isThrownBy(() -> refresher.revoke(tokens))
        .withMessageContaining("503")
        .withMessageNotContaining("only-access");
    assertThat(forms.get(0)).containsEntry("token", "only-access");
    OAuth2Refresher without = OAuth2Refresher.builder(
            uri("/token"), OAuth2Client.withoutSecret("app"))
        .build();
    assertThatIllegalStateException().isThrownBy(() -> without.revoke(tokens));
  }

  @ParameterizedTest
  @CsvSource({"http://login.example/token", "/token", "ftp://127.0.0.1/token"})
  void tokensDoNotTravelInTheClear(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OAuth2Refresher.builder(URI.create(endpoint), OAuth2Client.withoutSecret("app")))
        .withMessageContaining("https");
  }
}
