package dev.coffer.storage.credentials;

/**
 * The session cannot be refreshed any more: let the user sign in again. The tokens are kept until
 * then, for {@link CredentialSession#current()}.
 */
public final class SignInRequiredException extends CredentialException {

  private static final long serialVersionUID = 1L;

  private final SignInReason reason;

  SignInRequiredException(SignInReason reason, String detail) {
    super(message(reason) + (detail.isEmpty() ? "" : " The provider said: " + detail), null);
    this.reason = reason;
  }

  private static String message(SignInReason reason) {
    return "The user must sign in again: "
        + switch (reason) {
          case REJECTED -> "the provider has rejected the refresh token.";
          case ANSWER_LOST ->
            "the provider has rejected the refresh token, and its answer to an"
                + " earlier attempt with it was lost.";
          case NO_REFRESH_TOKEN -> "the access token has expired and there is no refresh token.";
        };
  }

  /** Why. */
  public SignInReason reason() {
    return reason;
  }
}
