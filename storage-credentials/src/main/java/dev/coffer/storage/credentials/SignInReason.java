package dev.coffer.storage.credentials;

/** Why a user must sign in again. Later releases may add reasons. */
public enum SignInReason {

  /** The provider has rejected the refresh token: it has expired, or was revoked. */
  REJECTED,

  /**
   * The provider has rejected the refresh token, and an earlier attempt with the same token never
   * came to an end: a process or the network died between the provider's answer and its being
   * saved, and the token that the provider has put in its place is lost.
   */
  ANSWER_LOST,

  /** The access token has expired, and the provider gave no refresh token. */
  NO_REFRESH_TOKEN
}
