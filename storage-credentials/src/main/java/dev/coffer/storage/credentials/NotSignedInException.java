package dev.coffer.storage.credentials;

/** Nobody is signed in under this account, or they have signed out: let the user sign in. */
public final class NotSignedInException extends CredentialException {

  private static final long serialVersionUID = 1L;

  NotSignedInException() {
    super("Nobody is signed in under this account.", null);
  }
}
