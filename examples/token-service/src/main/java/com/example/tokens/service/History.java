package com.example.tokens.service;

import dev.coffer.storage.credentials.CredentialEvent;
import dev.coffer.storage.credentials.CredentialListener;
import dev.coffer.storage.credentials.RefreshResult;
import dev.coffer.storage.credentials.TokenRefresher;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What this instance has done, and what it has noticed of the others. Thread-safe. */
@Component
final class History implements CredentialListener {

  private static final int LENGTH = 12;

  /** Something that happened, for the page. */
  record Line(Instant time, String account, String what) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<String, Long> generations = new HashMap<>();
  private final Set<String> asking = new HashSet<>();
  private int asked;

  /** The same, with its calls counted. */
  TokenRefresher counting(TokenRefresher provider) {
    return request -> {
      asking(request.account());
      RefreshResult result = provider.refresh(request);
      if (result.tokens().isEmpty()) {
        refused(request.account());
      }
      return result;
    };
  }

  private synchronized void asking(String account) {
    asked++;
    asking.add(account);
  }

  private synchronized void refused(String account) {
    asking.remove(account);
  }

  @Override
  public synchronized void onEvent(CredentialEvent event) {
    String account = event.account();
    boolean ours = asking.remove(account);
    generations.put(account, event.generation());
    String what = switch (event.type()) {
      case SIGNED_IN -> "signed in";
      case REFRESHED -> "refreshed by " + (ours ? "this instance" : "another instance");
      case SIGN_IN_REQUIRED -> "must sign in again";
      case SIGNED_OUT -> "signed out";
      case NOT_SAVED -> "refreshed, and not saved yet";
    };
    lines.addFirst(new Line(Instant.now(), account, what));
    if (lines.size() > LENGTH) {
      lines.removeLast();
    }
  }

  /** How often a session has been refreshed, as far as this instance has been told. */
  synchronized long refreshes(String account) {
    return Math.max(0, generations.getOrDefault(account, 1L) - 1);
  }

  /** How often this instance has asked the provider. */
  synchronized int asked() {
    return asked;
  }

  /** The latest first. */
  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }
}
