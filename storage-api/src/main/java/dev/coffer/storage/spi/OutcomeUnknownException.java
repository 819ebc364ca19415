package dev.coffer.storage.spi;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link StorageBackend#apply} when the changes may or may not have been made: the
 * connection broke during the commit, or a sync failed. The facade turns it into a
 * {@link dev.coffer.storage.StorageUnavailableException} with the attempted version.
 *
 * <p>A backend that knows that nothing was changed throws {@code StorageUnavailableException}
 * itself.
 */
public final class OutcomeUnknownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message and a cause that carry no secret. */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
