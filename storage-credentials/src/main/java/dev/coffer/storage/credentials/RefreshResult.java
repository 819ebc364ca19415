package dev.coffer.storage.credentials;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a refresh went: refreshed, rejected, or to be tried again. Only a rejection leads to a new
 * sign-in.
 */
public final class RefreshResult {

  private final @Nullable TokenSet tokens;
  private final @Nullable String rejection;
  private final @Nullable Throwable failure;
  private final @Nullable Duration after;
  private final boolean unanswered;

  private RefreshResult(
      @Nullable TokenSet tokens,
      @Nullable String rejection,
      @Nullable Throwable failure,
      @Nullable Duration after,
      boolean unanswered) {
    this.tokens = tokens;
    this.rejection = rejection;
    this.failure = failure;
    this.after = after;
    this.unanswered = unanswered;
  }

  /**
   * The provider gave new tokens. What the answer left out (refresh token, scopes, account) stays
   * as it was.
   */
  public static RefreshResult refreshed(TokenSet tokens) {
    return new RefreshResult(Objects.requireNonNull(tokens, "tokens"), null, null, null, false);
  }

  /**
   * The provider will never take this refresh token again ({@code invalid_grant}); its reason, in
   * words without a secret, is kept with the session.
   */
  public static RefreshResult rejected(String reason) {
    return new RefreshResult(null, Objects.requireNonNull(reason, "reason"), null, null, false);
  }

  /** The provider was not reached, or said that it could not now. */
  public static RefreshResult retryable(Throwable cause) {
    return new RefreshResult(null, null, Objects.requireNonNull(cause, "cause"), null, false);
  }

  /** As {@link #retryable(Throwable)}, and no attempt is to be made for a while. */
  public static RefreshResult retryable(Throwable cause, Duration after) {
    if (after.isNegative()) {
      throw new IllegalArgumentException("A pause is not negative: " + after + ".");
    }
    return new RefreshResult(null, null, Objects.requireNonNull(cause, "cause"), after, false);
  }

  /**
   * The request may have arrived and no answer came. It is tried again; if the provider has
   * replaced the refresh token and will not take the old one any more, the session is lost, and is
   * reported as {@link SignInReason#ANSWER_LOST}.
   */
  public static RefreshResult unanswered(Throwable cause) {
    return new RefreshResult(null, null, Objects.requireNonNull(cause, "cause"), null, true);
  }

  /** The new tokens, if there are any. */
  public Optional<TokenSet> tokens() {
    return Optional.ofNullable(tokens);
  }

  /** The reason of a rejection, if it is one. */
  public Optional<String> rejection() {
    return Optional.ofNullable(rejection);
  }

  /** What failed, if it is to be tried again. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** How long no attempt is to be made, if the provider said so. */
  public Optional<Duration> after() {
    return Optional.ofNullable(after);
  }

  /** Whether the request may have arrived and no answer came. */
  public boolean isUnanswered() {
    return unanswered;
  }

  /** Which of the three it is; no token. */
  @Override
  public String toString() {
    String kind = tokens != null ? "refreshed" : rejection != null ? "rejected" : "retryable";
    return "RefreshResult[" + kind + "]";
  }
}
