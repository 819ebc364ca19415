package dev.coffer.storage.credentials;

/**
 * The provider has given new tokens and the storage could not keep them. They are served from
 * memory, and saving is tried again until it succeeds or the manager is closed; if this process
 * ends before, the session is lost.
 */
public final class TokensNotSavedException extends CredentialException {

  private static final long serialVersionUID = 1L;

  private final transient Unsaved unsaved;

  TokensNotSavedException(Unsaved unsaved, Throwable cause) {
    super(
        "The provider has given new tokens and they could not be saved. They are served from"
            + " memory and saving is tried again; they are lost if this process ends before.",
        cause);
    this.unsaved = unsaved;
  }

  /** What was not saved. */
  public TokenSet tokens() {
    return unsaved.tokens();
  }

  Unsaved unsaved() {
    return unsaved;
  }
}
