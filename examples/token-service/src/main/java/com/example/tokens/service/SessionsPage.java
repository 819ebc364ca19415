package com.example.tokens.service;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.credentials.CredentialException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialSession;
import dev.coffer.storage.credentials.SessionState;
import dev.coffer.storage.credentials.TokenSet;
import java.net.http.HttpClient;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The one page: sessions, when their tokens expire, and who has refreshed them. Everybody sees all
 * of them, which a real application would not want.
 */
@Controller
class SessionsPage {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CredentialManager credentials;
  private final History history;
  private final Settings settings;
  private final int port;
  private final RestClient http =
      RestClient.builder().requestFactory(impatient()).build();

  SessionsPage(
      CredentialManager credentials,
      History history,
      Settings settings,
      @Value("${server.port}") int port) {
    this.credentials = credentials;
    this.history = history;
    this.settings = settings;
    this.port = port;
  }

  /** The page is not to wait for figures. */
  private static ClientHttpRequestFactory impatient() {
    JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
        HttpClient.newBuilder().connectTimeout(PATIENCE).build());
    factory.setReadTimeout(PATIENCE);
    return factory;
  }

  /** A session, without any of its tokens. */
  record Row(String account, SessionState state, String problem, String expiry, long refreshes) {}

  /** What the provider tells of itself. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Figures(int refreshed, int reused) {}

  @GetMapping("/")
  String show(Principal user, Model model) {
    model.addAttribute("port", port);
    model.addAttribute("reload", settings.reload().toSeconds());
    if (user == null) {
      return "sessions";
    }
    List<Row> rows = rows();
    model.addAttribute("user", user.getName());
    model.addAttribute("again", again(rows, user.getName()));
    model.addAttribute("sessions", rows);
    model.addAttribute("asked", history.asked());
    model.addAttribute("figures", figures());
    model.addAttribute("lines", history.lines());
    return "sessions";
  }

  /** Why the user must sign in again; null if they need not. */
  private static String again(List<Row> rows, String user) {
    for (Row row : rows) {
      if (row.account().equals(user)) {
        return again(row.state());
      }
    }
    return again(SessionState.SIGNED_OUT);
  }

  private static String again(SessionState state) {
    return switch (state) {
      case SIGNED_IN -> null;
      case SIGN_IN_REQUIRED -> "The provider wants you to sign in again.";
      case SIGNED_OUT -> "You have signed out elsewhere.";
    };
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (EntryInfo account : credentials.accounts().items()) {
      rows.add(row(credentials.account(account.key())));
    }
    return rows;
  }

  /** Asks for the token, as whoever needs it would: that is what refreshes it. */
  private Row row(CredentialSession session) {
    String problem = "";
    try {
      session.accessToken();
    } catch (CredentialException told) {
      problem = told.getMessage();
    }
    Optional<Instant> expiry = session.current().flatMap(TokenSet::accessTokenExpiresAt);
    return new Row(
        session.account(),
        session.state(),
        problem,
        expiry.map(SessionsPage::until).orElse("not known"),
        history.refreshes(session.account()));
  }

  private static String until(Instant expiry) {
    long seconds = Duration.between(Instant.now(), expiry).toSeconds();
    return seconds > 0 ? "in " + seconds + " s" : "expired";
  }

  private Figures figures() {
    try {
      return http.get().uri(settings.provider("/figures")).retrieve().body(Figures.class);
    } catch (RestClientException down) {
      return null;
    }
  }
}
