package dev.coffer.storage.crypto;

/**
 * A change of the keyring that would make entries unreadable, or is not possible in its present
 * state. Nothing was changed; the message says why, and what to do first.
 */
public final class KeyChangeRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KeyChangeRefusedException(String message) {
    super(message);
  }
}
