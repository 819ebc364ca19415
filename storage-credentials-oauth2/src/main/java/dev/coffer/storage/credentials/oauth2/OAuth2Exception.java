package dev.coffer.storage.credentials.oauth2;

import org.jspecify.annotations.Nullable;

/**
 * What a provider has answered instead of tokens, or why it could not be asked: the cause of a
 * refresh or revocation that failed. It carries no token.
 */
public final class OAuth2Exception extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OAuth2Exception(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
