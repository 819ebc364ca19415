package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenewalTest {

  private static final TokenSet OLD = TokenSetTest.FULL;
  private static final Instant NOW = Instant.parse("2026-03-01T12:05:00Z");

  @Test
  void whatAnAnswerLeavesOutStays() {
    TokenSet renewed = Renewal.of(OLD, TokenSet.builder(Secret.of("new")).build(), NOW);
    assertThat(renewed)
        .isEqualTo(OLD.toBuilder()
            .accessToken(Secret.of("new"))
            .tokenType("Bearer")
            .accessTokenExpiresAt(null)
            .receivedAt(NOW)
            .build());
  }

  @Test
  void whatAnAnswerHasReplacesTheOld() {
    TokenSet answer = TokenSet.builder(Secret.of("new"))
        .refreshToken(Secret.of("new-refresh"))
        .idToken(Secret.of("new-id"))
        .scopes(List.of("openid"))
        .accountId("bob")
        .receivedAt(NOW.plusSeconds(1))
        .parameters(Map.of("other", Secret.of("2")))
        .build();
    TokenSet renewed = Renewal.of(OLD, answer, NOW);
    // Nobody has said when the new refresh token expires, and the old one's expiry is not its.
    assertThat(renewed.refreshTokenExpiresAt()).isEmpty();
    assertThat(renewed.parameters()).containsOnlyKeys("device_secret", "other");
    assertThat(renewed.toBuilder().parameters(answer.parameters()).build()).isEqualTo(answer);
  }

  @Test
  void anExpiredIdTokenForWhichThereIsNoNewOneIsDropped() {
    TokenSet answer = TokenSet.builder(Secret.of("new")).build();
    assertThat(Renewal.of(OLD, answer, NOW).idToken()).isEqualTo(OLD.idToken());
    TokenSet later = Renewal.of(OLD, answer, OLD.idTokenExpiresAt().orElseThrow());
    assertThat(later.idToken()).isEmpty();
    assertThat(later.idTokenExpiresAt()).isEmpty();
  }
}
