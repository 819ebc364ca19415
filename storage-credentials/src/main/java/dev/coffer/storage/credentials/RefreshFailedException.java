package dev.coffer.storage.credentials;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * There is no living access token and none could be had now; the user is still signed in: try again
 * after {@link #retryAfter()}.
 */
public final class RefreshFailedException extends CredentialException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  RefreshFailedException(String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  /** How long no further attempt is made; zero if the next call makes one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
