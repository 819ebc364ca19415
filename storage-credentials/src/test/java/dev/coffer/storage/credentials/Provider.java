package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A provider that rotates refresh tokens: each is good for one use, and the answer says which
 * generation it made. For one session, and one thread at a time.
 */
final class Provider implements TokenRefresher, TokenRevoker {

  /** Happens in a call, before the provider has looked at it or after it has. */
  interface Meanwhile {
    void happen();
  }

  static final Duration LIFETIME = Duration.ofHours(1);

  private final FakeTime time;
  final List<String> calls = new ArrayList<>();
  final List<String> revoked = new ArrayList<>();
  Duration lifetime = LIFETIME;
  private int generation = 1;
  private Meanwhile before = () -> {};
  private Meanwhile after = () -> {};
  private RefreshResult instead;

  Provider(FakeTime time) {
    this.time = time;
  }

  static RefreshResult down() {
    return RefreshResult.retryable(new IOException("503"));
  }

  static RefreshResult silent() {
    return RefreshResult.unanswered(new IOException("read timed out"));
  }

  /** What the user's browser brings home. */
  TokenSet signIn() {
    return tokens(generation).build();
  }

  private TokenSet.Builder tokens(int of) {
    return TokenSet.builder(Secret.of("access-" + of))
        .refreshToken(Secret.of("refresh-" + of))
        .accessTokenExpiresAt(time.now().plus(lifetime));
  }

  /** The next call, before the provider sees it. */
  Provider beforeNext(Meanwhile meanwhile) {
    before = meanwhile;
    return this;
  }

  /** The next call, after the provider has answered it. */
  Provider afterNext(Meanwhile meanwhile) {
    after = meanwhile;
    return this;
  }

  /** Kills the process of the next call, when the provider has answered it. */
  Provider afterNextDie() {
    return afterNext(() -> {
      throw new Killed();
    });
  }

  /** Each call until {@link #recover}. */
  Provider answer(RefreshResult result) {
    instead = result;
    return this;
  }

  void recover() {
    instead = null;
  }

  /** The user withdraws their consent, at the provider. */
  void forgetSession() {
    generation = -1;
  }

  @Override
  public RefreshResult refresh(RefreshRequest request) {
    String token = request.tokens().refreshToken().orElseThrow().revealString();
    calls.add(token);
    Meanwhile first = before;
    Meanwhile last = after;
    before = () -> {};
    after = () -> {};
    first.happen();
    if (instead != null) {
      return instead;
    }
    if (!token.equals("refresh-" + generation)) {
      return RefreshResult.rejected("invalid_grant");
    }
    generation++;
    RefreshResult result = RefreshResult.refreshed(tokens(generation).build());
    last.happen();
    return result;
  }

  @Override
  public void revoke(TokenSet tokens) {
    revoked.add(tokens.refreshToken().orElseThrow().revealString());
  }
}
