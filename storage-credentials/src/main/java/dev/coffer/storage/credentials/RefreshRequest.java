package dev.coffer.storage.credentials;

import java.time.Duration;
import java.util.function.Supplier;

/** What a {@link TokenRefresher} is asked: the tokens, and the time that it may take. */
public final class RefreshRequest {

  private final String account;
  private final TokenSet tokens;
  private final boolean repeated;
  private final Supplier<Duration> remaining;

  RefreshRequest(String account, TokenSet tokens, boolean repeated, Supplier<Duration> remaining) {
    this.account = account;
    this.tokens = tokens;
    this.repeated = repeated;
    this.remaining = remaining;
  }

  /** The account's name in its scope. */
  public String account() {
    return account;
  }

  /** The tokens to refresh; they have a refresh token. */
  public TokenSet tokens() {
    return tokens;
  }

  /**
   * Whether an earlier attempt with the same refresh token never came to an end, so that the
   * provider may see it a second time.
   */
  public boolean isRepeated() {
    return repeated;
  }

  /**
   * How long the call may take from now on, by a clock that nobody sets; to be looked at again
   * directly before sending. Zero: it must not be sent any more.
   */
  public Duration remaining() {
    Duration left = remaining.get();
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The tokens' own description; no account. */
  @Override
  public String toString() {
    return "RefreshRequest[" + tokens + "]";
  }
}
