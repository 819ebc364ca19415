package dev.coffer.storage.credentials;

/**
 * What is stored is no token set, or one of a format that this release does not know. It stays as
 * it is until the user signs in or out.
 */
public final class UnreadableTokensException extends CredentialException {

  private static final long serialVersionUID = 1L;

  UnreadableTokensException(String reason) {
    super("The stored tokens cannot be read: " + reason + ".", null);
  }
}
