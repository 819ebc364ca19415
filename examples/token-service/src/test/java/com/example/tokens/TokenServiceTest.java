package com.example.tokens;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances over one database, with tokens that live for four seconds, as visitors see them.
 */
@Tag("once")
@Timeout(180)
class TokenServiceTest {

  private static final int CROWD = 4;

  /** What signed tokens begin with, refresh tokens, and the service's own secret. */
  private static final String SIGNED = "eyJraWQiOi";

  private static final String REFRESH = "ts-refresh-";
  private static final String CLIENT = "ts-secret-";
  private static final String[] SECRETS = {SIGNED, REFRESH, CLIENT};

  @TempDir
  static Path folder;

  private static String[] settings;
  private static Instance one;
  private static Instance other;

  @BeforeAll
  static void startTwice() throws IOException {
    String provider = "http://127.0.0.1:" + Instance.freePort();
    settings = new String[] {
      "--tokens.storage.url=jdbc:h2:" + folder.resolve("tokens") + ";AUTO_SERVER=TRUE",
      "--tokens.storage.master-key=file:" + folder.resolve("master.key"),
      "--tokens.lifetime=4s",
      "--tokens.skew=2s",
      "--tokens.reload=1h"
    };
    one = Instance.start(folder, provider, settings);
    one.awaitStart();
    other = Instance.start(folder, provider, settings).awaitStart();
  }

  @AfterAll
  static void endBothAndFindNoSecret() throws IOException {
    other.close();
    one.close();
    assertThat(one.told()).doesNotContain(SECRETS);
    assertThat(other.told()).doesNotContain(SECRETS);
    String stored = Files.readString(folder.resolve("tokens.mv.db"), ISO_8859_1);
    assertThat(stored)
        .hasSizeGreaterThan(1_000)
        .doesNotContain(SECRETS)
        .doesNotContain("alice", "refresh_token");
  }

  @Test
  void theFirstInstanceHasTheProviderAndTheSecondOneUsesIt() throws IOException {
    assertThat(one.told()).contains("in this process");
    assertThat(other.told()).contains("in another process");
  }

  @Test
  void whatElseListensIsNotTakenForTheProvider() throws IOException {
    String noProvider = other.url().replaceAll("/$", "");
    try (Instance third = Instance.start(folder, noProvider, settings)) {
      assertThat(third.awaitEnd()).isEqualTo(1);
      assertThat(third.told())
          .contains("There is no provider: What listens at " + noProvider
              + " is no provider with that issuer.")
          .doesNotContain("The token service is at");
    }
  }

  @Test
  void theDatabaseListensAtOneAddressAlone() throws IOException {
    Properties lock = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("tokens.lock.db"))) {
      lock.load(reader);
    }
    int port = URI.create("h2://" + lock.getProperty("server")).getPort();
    new Socket("127.0.0.1", port).close();
    assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(IOException.class);
  }

  @Test
  void theDatabaseIsForItsOwnerAlone() throws IOException {
    for (String file : List.of("tokens.lock.db", "tokens.mv.db", "master.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aVisitorByHttpSeesOneRefreshForBothInstances() throws IOException {
    try (HttpVisitor visitor = new HttpVisitor()) {
      seeOneRefreshForBoth(visitor, "alice", () -> {});
    }
  }

  @Test
  void aVisitorWithChromiumSeesOneRefreshForBothInstances() throws IOException {
    Optional<Path> chromium = ChromiumVisitor.installed();
    if (chromium.isEmpty()) {
      System.err.println(
          "NOT TRIED, the page in Chromium: please install chromium. By HTTP it was.");
      return;
    }
    try (ChromiumVisitor visitor = ChromiumVisitor.start(
        chromium.get(),
        Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chromium"))) {
      seeOneRefreshForBoth(
          visitor, "bob", () -> visitor.picture(Path.of("target", "sessions.png")));
    }
  }

  /** What is done with a page before its user signs out. */
  private interface Look {
    void look() throws IOException;
  }

  private static void seeOneRefreshForBoth(Visitor visitor, String user, Look look)
      throws IOException {
    visitor.open(one.url());
    assertThat(visitor.text("user")).isEmpty();
    signIn(visitor, one, user);
    assertThat(visitor.text("expiry-" + user)).get().asString().startsWith("in ");
    signIn(visitor, other, user);

    Seen before = Seen.by(visitor);
    Seen seen = seenAgreeing(visitor, user);
    assertThat(seen.answered() - before.answered())
        .isEqualTo(seen.asked() - before.asked())
        .isEqualTo(seen.refreshes(user) - before.refreshes(user));
    assertThat(visitor.text("reused")).contains("0");
    assertThat(visitor.text("history")).get().asString().contains("refreshed by");
    assertThat(visitor.source()).doesNotContain(SECRETS);
    assertSecretsAreKnownBy(user);
    look.look();

    signOut(visitor, user);
  }

  /** That what is searched for is in what is stored. */
  private static void assertSecretsAreKnownBy(String user) {
    Map<String, String> options = Map.of(
        "persistence",
        "jdbc",
        "url",
        "jdbc:h2:" + folder.resolve("tokens") + ";AUTO_SERVER=TRUE",
        "master-key",
        "file:" + folder.resolve("master.key"));
    try (CredentialStorage storage = CredentialStorage.open("token-service", options);
        CredentialManager credentials = CredentialManager.builder(storage.scope(), request -> {
              throw new AssertionError("Nothing is refreshed here.");
            })
            .build()) {
      TokenSet tokens = credentials.account(user).current().orElseThrow();
      Secret client =
          storage.scope().scoped("client").read("secret").orElseThrow().value();
      assertThat(tokens.accessToken().revealString()).startsWith(SIGNED);
      assertThat(tokens.idToken().orElseThrow().revealString()).startsWith(SIGNED);
      assertThat(tokens.refreshToken().orElseThrow().revealString()).startsWith(REFRESH);
      assertThat(client.revealString()).startsWith(CLIENT);
    }
  }

  /** After two refreshes; for the second page one may be made that the first one had not yet. */
  private static Seen seenAgreeing(Visitor visitor, String user) throws IOException {
    List<Seen> seen = new ArrayList<>();
    Waiting.until("two refreshes on both pages", () -> {
      seen.add(0, Seen.by(visitor));
      return seen.get(0).here(user) >= 2
          && seen.get(0).here(user) == seen.get(0).there(user);
    });
    return seen.get(0);
  }

  private static void signIn(Visitor visitor, Instance at, String user) throws IOException {
    visitor.open(at.url());
    visitor.follow("sign-in");
    if (visitor.text("user").isEmpty()) {
      visitor.send(Map.of("username", user, "password", user));
    }
    assertThat(visitor.text("user")).contains(user);
    assertThat(visitor.text("session-" + user)).get().asString().contains("signed in");
  }

  private static void signOut(Visitor visitor, String user) throws IOException {
    visitor.open(one.url());
    visitor.send(Map.of());
    assertThat(visitor.text("user")).isEmpty();
    assertThat(visitor.text("sign-in")).isPresent();
    Waiting.until("the other instance sees it", () -> {
      visitor.open(other.url());
      return visitor.text("again").isPresent();
    });
    assertThat(visitor.text("session-" + user)).isEmpty();
  }

  /** What both pages say, one after the other, about one user. */
  private record Seen(Map<String, Long> first, Map<String, Long> second) {

    static Seen by(Visitor visitor) throws IOException {
      visitor.open(one.url());
      Map<String, Long> first = figures(visitor);
      visitor.open(other.url());
      return new Seen(first, figures(visitor));
    }

    private static Map<String, Long> figures(Visitor visitor) throws IOException {
      String user = visitor.text("user").orElseThrow();
      return Map.of(
          "answered",
          Long.valueOf(visitor.text("refreshed").orElseThrow()),
          "asked",
          Long.valueOf(visitor.text("asked").orElseThrow()),
          user,
          Long.valueOf(visitor.text("refreshes-" + user).orElseThrow()));
    }

    long here(String user) {
      return first.get(user);
    }

    long there(String user) {
      return second.get(user);
    }

    long refreshes(String user) {
      return Math.max(here(user), there(user));
    }

    long answered() {
      return second.get("answered");
    }

    long asked() {
      return first.get("asked") + second.get("asked");
    }
  }

  @Test
  void aCrowdAtBothInstancesSendsNoRefreshTokenTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CROWD);
    List<Visitor> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) {
        crowd.add(new HttpVisitor());
        signIn(crowd.get(i), i % 2 == 0 ? one : other, "alice");
      }
      Waiting.until("two refreshes", () -> {
        List<Future<Long>> looks = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
          Visitor visitor = crowd.get(i);
          String url = (i % 2 == 0 ? one : other).url();
          looks.add(threads.submit((Callable<Long>) () -> {
            visitor.open(url);
            assertThat(visitor.text("reused")).contains("0");
            return Long.valueOf(visitor.text("refreshes-alice").orElseThrow());
          }));
        }
        return longest(looks) >= 2;
      });
      signOut(signedInAtBoth(crowd.get(0)), "alice");
    } finally {
      threads.shutdownNow();
    }
  }

  private static Visitor signedInAtBoth(Visitor visitor) throws IOException {
    signIn(visitor, other, "alice");
    return visitor;
  }

  private static long longest(List<Future<Long>> looks) throws IOException {
    long longest = 0;
    for (Future<Long> look : looks) {
      try {
        longest = Math.max(longest, look.get());
      } catch (Exception failed) {
        throw new IOException(failed);
      }
    }
    return longest;
  }
}
