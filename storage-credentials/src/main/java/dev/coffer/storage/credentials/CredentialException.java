package dev.coffer.storage.credentials;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with credentials, beside what goes wrong with their storage; its subclasses
 * tell a caller what to do next. No message carries a token.
 */
public abstract class CredentialException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CredentialException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
