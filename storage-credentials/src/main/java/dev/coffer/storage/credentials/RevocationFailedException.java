package dev.coffer.storage.credentials;

/**
 * The user is signed out here, and the provider could not be told: its tokens are valid until they
 * expire, or until {@link #tokens()} are revoked by another attempt.
 */
public final class RevocationFailedException extends CredentialException {

  private static final long serialVersionUID = 1L;

  private final transient TokenSet tokens;

  RevocationFailedException(TokenSet tokens, Throwable cause) {
    super("The user is signed out here, and the tokens could not be revoked.", cause);
    this.tokens = tokens;
  }

  /** What was not revoked. */
  public TokenSet tokens() {
    return tokens;
  }
}
