package com.example.tokens.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.oauth2.OAuth2Client;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
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
    OAuth2Refresher provider = OAuth2Refresher.builder(
            nobody, OAuth2Client.secretInHeader("token-service", Secret.of("canary")))
        .revocationEndpoint(nobody)
        .build();
    credentials =
        CredentialManager.builder(storage.scope(), provider).revoker(provider).build();
    signIn = new SignIn(credentials, provider);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void dropAll() throws SQLException {
    drop();
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

  private String stored() {
    return credentials.account("alice").accessToken().revealString();
  }

  @Test
  void aSecondSignInIsKeptAlsoIfTheFirstCannotBeRevoked() {
    signIn.saveAuthorizedClient(brought("first"), ALICE);
    signIn.saveAuthorizedClient(brought("second"), ALICE);
    assertThat(stored()).isEqualTo("second");
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
