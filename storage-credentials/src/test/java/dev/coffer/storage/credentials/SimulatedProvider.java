package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A provider that rotates refresh tokens and takes none twice, and that holds each request to the
 * lease under which the one before was made.
 */
final class SimulatedProvider {

  static final int LIFETIME_MILLIS = 60_000;

  /** A request's lease, and whether it came to an end that lets anybody ask again. */
  private static final class Asked {
    long leaseEnd;
    boolean ended;
  }

  private final SimulatedTurns turns;
  private final Map<String, Integer> generations = new HashMap<>();
  private final Map<String, Asked> asked = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
  private int grants;
  int refreshes;

  SimulatedProvider(SimulatedTurns turns) {
    this.turns = turns;
  }

  /** What a browser brings home. */
  TokenSet signIn(long wallMillis) {
    String grant = "grant" + ++grants;
    generations.put(grant, 1);
    return tokens(grant, 1, wallMillis);
  }

  private static TokenSet tokens(String grant, int generation, long wallMillis) {
    return TokenSet.builder(Secret.of("access " + grant + " " + generation))
        .refreshToken(Secret.of(grant + " " + generation))
        .accessTokenExpiresAt(Instant.ofEpochMilli(wallMillis + LIFETIME_MILLIS))
        .receivedAt(Instant.ofEpochMilli(wallMillis))
        .build();
  }

  private static String refreshToken(TokenSet tokens) {
    return tokens.refreshToken().orElseThrow().revealString();
  }

  private static String grant(String token) {
    return token.substring(0, token.indexOf(' '));
  }

  /** Whether the provider would take this refresh token, which says its grant and generation. */
  boolean takes(String token) {
    return latest(token).equals(token) && !revoked.contains(grant(token));
  }

  /** The only refresh token of a grant that would be taken. */
  String latest(String token) {
    return grant(token) + " " + generations.get(grant(token));
  }

  void revoke(TokenSet tokens) {
    revoked.add(grant(refreshToken(tokens)));
  }

  RefreshResult refresh(RefreshRequest request, SimulatedNode node) {
    assertThat(request.remaining()).isPositive();
    long deadline = turns.nanos() + request.remaining().toNanos();
    String token = refreshToken(request.tokens());
    Asked before = asked.computeIfAbsent(token, first -> new Asked());
    if (before.leaseEnd != 0 && !before.ended) {
      assertThat(turns.nanos())
          .as("%s was asked for twice under one lease", token)
          .isGreaterThanOrEqualTo(before.leaseEnd);
    }
    Asked now = new Asked();
    now.leaseEnd = deadline + Simulation.LEASE.minus(Simulation.CALL).toNanos();
    asked.put(token, now);

    node.pass(5, 300);
    if (turns.chance(node.faults() * 0.1)) {
      now.ended = true;
      return RefreshResult.retryable(new IOException("503"));
    }
    if (turns.chance(node.faults() * 0.1)) {
      // A slow network: the request is underway for longer than its sender waits.
      node.pass(1_000, 5_000);
    }
    if (!takes(token)) {
      return RefreshResult.rejected("invalid_grant");
    }
    String grant = grant(token);
    int generation = generations.merge(grant, 1, Integer::sum);
    refreshes++;
    TokenSet tokens = tokens(grant, generation, node.millis());
    node.granted(refreshToken(tokens));
    if (turns.nanos() > deadline || turns.chance(node.faults() * 0.05)) {
      node.answerLost();
      now.ended = true;
      return RefreshResult.unanswered(new IOException("timed out"));
    }
    // The process may die here, or sleep, with the answer in its hands.
    node.pass(1, 20);
    return RefreshResult.refreshed(tokens);
  }
}
