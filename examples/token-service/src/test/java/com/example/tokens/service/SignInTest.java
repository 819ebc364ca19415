package com.example.tokens.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.coffer.storage.Secret;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.oauth2.OAuth2Client;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/** A sign-in that is stored and a sign-out succeed, whatever else fails. */
class SignInTest {

  private static final String DATABASE = "jdbc:h2:mem:sign-in;DB_CLOSE_DELAY=-1";
  private static final Authentication ALICE = new TestingAuthenticationToken("alice", "");

  @TempDir
  Path folder;

  private CredentialStorage storage;
  private CredentialManager credentials;
  private SignIn signIn;

  @BeforeEach
  void openWithoutAProvider() throws IOException {
    storage = CredentialStorage.open(
        "token-service",
        Map.of(
            "persistence",
            "jdbc",
            "url",
            DATABASE,
            "master-key",
            "file:" + folder.resolve("master.key"),
            "create",
            "true"));
    URI nobody = URI.create("http://127.0.0.1:" + closedPort() + "/");
    OAuth2Refresher provider = provider(nobody);
    credentials =
        CredentialManager.builder(storage.scope(), provider).revoker(provider).build();
    signIn = new SignIn(credentials, storage, provider);
  }

  private static OAuth2Refresher provider(URI endpoint) {
    return OAuth2Refresher.builder(
            endpoint, OAuth2Client.secretInHeader("token-service", Secret.of("canary")))
        .revocationEndpoint(endpoint)
        .build();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void dropAll() throws SQLException {
    drop();
    signIn.close();
    credentials.close();
    storage.close();
  }

  private static void drop() throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ALL OBJECTS");
    }
  }

  private static OAuth2AuthorizedClient brought(String token) {
    ClientRegistration client = ClientRegistration.withRegistrationId("provider")
        .clientId("token-service")
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri("http://127.0.0.1/")
        .authorizationUri("http://127.0.0.1/")
        .tokenUri("http://127.0.0.1/")
        .build();
    Instant now = Instant.now();
    return new OAuth2AuthorizedClient(
        client,
        "alice",
        new OAuth2AccessToken(
            OAuth2AccessToken.TokenType.BEARER, token, now, now.plusSeconds(3_600)),
        new OAuth2RefreshToken("refresh-" + token, now));
  }

  /** As an instance that was not there before finds it. */
  private String kept() {
    try (CredentialManager another = CredentialManager.builder(
            storage.scope(), provider(URI.create("http://127.0.0.1:1/")))
        .build()) {
      return another.account("alice").accessToken().revealString();
    }
  }

  private String stored() {
    return credentials.account("alice").accessToken().revealString();
  }

  @Test
  void aSecondSignInIsKeptAlsoIfTheFirstCannotBeRevoked() {
    signIn.saveAuthorizedClient(brought("first"), ALICE);
    signIn.saveAuthorizedClient(brought("second"), ALICE);
    assertThat(stored()).isEqualTo("second");
  }

  /** Here by two instances, and their threads. */
  @Test
  void ofManySignInsAtOnceOneIsKeptAndAllOthersAreRevoked() throws Exception {
    int browsers = 8;
    Set<String> revoked = ConcurrentHashMap.newKeySet();
    HttpServer server = revoking(revoked);
    OAuth2Refresher provider =
        provider(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    ExecutorService threads = Executors.newFixedThreadPool(browsers);
    CyclicBarrier start = new CyclicBarrier(browsers);
    try (CredentialManager other = CredentialManager.builder(storage.scope(), provider)
            .revoker(provider)
            .build();
        SignIn here = new SignIn(credentials, storage, provider);
        SignIn there = new SignIn(other, storage, provider)) {
      List<SignIn> instances = List.of(here, there);
      List<Callable<Void>> signIns = new ArrayList<>();
      for (int i = 0; i < browsers; i++) {
        int number = i;
        signIns.add(() -> {
          start.await();
          instances
              .get(number % instances.size())
              .saveAuthorizedClient(brought("token" + number), ALICE);
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(signIns)) {
        done.get();
      }

      String kept = kept();
      assertThat(revoked).hasSize(browsers - 1).doesNotContain("refresh-" + kept);
    } finally {
      threads.shutdown();
      server.stop(0);
    }
  }

  /** A provider that notes the refresh tokens that it is told to revoke. */
  private static HttpServer revoking(Set<String> revoked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Pattern token = Pattern.compile("\\btoken=(refresh-[^&]+)");
    server.createContext("/", exchange -> {
      Matcher sent = token.matcher(
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      if (sent.find()) {
        revoked.add(sent.group(1));
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
    return server;
  }

  @Test
  void aSignInWaitsForOneWhoseInstanceHasDiedNoLongerThanForItsEntry() {
    storage
        .scope()
        .scoped("signing-in")
        .write("alice", Secret.of(""), WriteOption.expiresAt(Instant.now().plusMillis(300)));
    signIn.saveAuthorizedClient(brought("first"), ALICE);
    assertThat(stored()).isEqualTo("first");
  }

  @Test
  void aSignInReplacesWhatCannotBeRead() {
    storage.scope().scoped(CredentialManager.SCOPE).write("alice", Secret.of("no tokens"));
    signIn.saveAuthorizedClient(brought("new"), ALICE);
    assertThat(stored()).isEqualTo("new");
  }

  @Test
  void aSignOutOfNobodyLeavesNothing() {
    assertThat(Web.signOut(credentials, null)).isEmpty();
    assertThat(Web.signOut(credentials, ALICE)).isEmpty();
  }

  @Test
  void aSignOutTellsThatTheProviderWasNotTold() {
    signIn.saveAuthorizedClient(brought("first"), ALICE);
    assertThat(Web.signOut(credentials, ALICE)).isEqualTo("?left=provider");
    assertThat(credentials.account("alice").current()).isEmpty();
  }

  @Test
  void aSignOutTellsThatTheStorageHasFailed() throws SQLException {
    drop();
    assertThat(Web.signOut(credentials, ALICE)).isEqualTo("?left=storage");
  }
}
