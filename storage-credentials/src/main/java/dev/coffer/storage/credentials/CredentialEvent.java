package dev.coffer.storage.credentials;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of a session, as one manager has done it or noticed it. */
public final class CredentialEvent {

  /** What happened. Later releases may add types. */
  public enum Type {
    /** A user signed in, here or in another process. */
    SIGNED_IN,
    /** The tokens were refreshed, here or in another process. */
    REFRESHED,
    /** The user must sign in again, for {@link CredentialEvent#reason}. */
    SIGN_IN_REQUIRED,
    /** The user signed out, here or in another process. */
    SIGNED_OUT,
    /** The tokens were refreshed here, and are in memory alone: the storage does not answer. */
    NOT_SAVED
  }

  private final Type type;
  private final String account;
  private final long generation;
  private final @Nullable SignInReason reason;

  CredentialEvent(Type type, String account, long generation, @Nullable SignInReason reason) {
    this.type = type;
    this.account = account;
    this.generation = generation;
    this.reason = reason;
  }

  public Type type() {
    return type;
  }

  /** The account's name in its scope. */
  public String account() {
    return account;
  }

  /** How many token sets the session has had, 1 at the sign-in; 0 once it is signed out. */
  public long generation() {
    return generation;
  }

  /** Why the user must sign in again, if they must. */
  public Optional<SignInReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** Type, generation and reason; no account, which may be personal. */
  @Override
  public String toString() {
    return "CredentialEvent[" + type + ", generation " + generation
        + (reason == null ? "" : ", " + reason) + "]";
  }
}
