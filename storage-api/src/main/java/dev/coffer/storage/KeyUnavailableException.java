package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store's keys could not be opened: the master key is wrong, missing or not to be reached, or
 * the keyring is missing or of another store. Nothing was written, and nothing will be until the
 * key is there.
 */
public final class KeyUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message that says which key was looked for and where, and a cause that carries no key.
   */
  public KeyUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
