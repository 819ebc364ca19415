package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The credentials of one account, from sign-in to sign-out.
 *
 * <p>What other processes do is seen within {@link CredentialManager.Builder#staleness}.
 * Thread-safe and free to ask for. Each secret that it hands out is the caller's own copy.
 *
 * <p><b>Errors</b>, beside those below: what the storage throws, since without it nobody can tell
 * whether the user is still signed in; {@link UnreadableTokensException}; and
 * {@link IllegalStateException} once the manager is closed. A blocking call that is interrupted
 * keeps the interrupt flag and throws {@link RefreshFailedException}; the refresh goes on.
 */
public interface CredentialSession {

  /** The account's name in its scope. */
  String account();

  /**
   * The user has signed in: keeps the tokens, in the place of an earlier sign-in's, which are not
   * revoked.
   */
  void signedIn(TokenSet tokens);

  /**
   * An access token that lives for {@link CredentialManager.Builder#skew} at least, or for as long
   * as the provider's tokens do; refreshed if it must be.
   *
   * @throws NotSignedInException if nobody is signed in
   * @throws SignInRequiredException if the user must sign in again
   * @throws RefreshFailedException if there is no living token and none is to be had now
   * @throws TokensNotSavedException if it was refreshed and the storage failed; the next call
   *     answers from memory
   */
  Secret accessToken();

  /**
   * As {@link #accessToken()}, with a minimum of one's own. A minimum that no token of this
   * provider could meet counts as half of a token's life.
   */
  Secret accessToken(Duration minimumLifetime);

  /** As {@link #accessToken()}, without waiting in this thread. */
  CompletionStage<Secret> accessTokenAsync();

  /** As {@link #accessToken(Duration)}, without waiting in this thread. */
  CompletionStage<Secret> accessTokenAsync(Duration minimumLifetime);

  /**
   * The ID token, refreshed if it lives for less than the skew; empty if there is none, or the
   * provider gives no new one for one that has expired.
   *
   * @throws NotSignedInException if nobody is signed in
   * @throws SignInRequiredException if the user must sign in again
   * @throws RefreshFailedException if it has expired and cannot be refreshed now
   */
  Optional<Secret> idToken();

  /**
   * Tokens of a refresh that began after this call, whoever made it: for when a resource has
   * refused the access token, or rights have changed.
   *
   * @throws NotSignedInException if nobody is signed in
   * @throws SignInRequiredException if the user must sign in again
   * @throws RefreshFailedException if they could not be refreshed now
   * @throws TokensNotSavedException if they were, and the storage failed
   */
  TokenSet forceRefresh();

  /** As {@link #forceRefresh()}, without waiting in this thread. */
  CompletionStage<TokenSet> forceRefreshAsync();

  /** The tokens as they are, living or not; empty if nobody is signed in. */
  Optional<TokenSet> current();

  /** Where the session stands. */
  SessionState state();

  /**
   * The user signs out: the tokens are deleted here, for every process, and then revoked, where
   * there is a {@link CredentialManager.Builder#revoker}. A refresh that is under way, in whatever
   * process, does not bring them back. That nobody is signed in is fine.
   *
   * @throws RevocationFailedException if the user is signed out here and the provider was not told
   */
  void signOut();
}
