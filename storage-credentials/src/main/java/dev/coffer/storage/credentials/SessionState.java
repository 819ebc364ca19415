package dev.coffer.storage.credentials;

/** Where a session stands. */
public enum SessionState {

  /** Nobody is signed in. */
  SIGNED_OUT,

  /** Somebody is signed in, and an access token can be asked for. */
  SIGNED_IN,

  /** The tokens cannot be refreshed any more: the user must sign in again. */
  SIGN_IN_REQUIRED
}
