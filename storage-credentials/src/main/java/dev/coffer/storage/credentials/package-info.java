/**
 * Credentials that look after themselves: {@link dev.coffer.storage.credentials.CredentialManager}
 * keeps a session's tokens in any storage, hands out a living access token, has it refreshed by one
 * process of a fleet, and says when the user must sign in again.
 *
 * <pre>{@code
 * StorageScope scope = storage.scoped("my-application");
 * try (CredentialManager credentials = CredentialManager.builder(scope, refresher).build()) {
 *   CredentialSession alice = credentials.account("alice");
 *   alice.signedIn(tokens);
 *   Secret token = alice.accessToken(); // from now on; refreshed when it must be
 *   alice.signOut();
 * }
 * }</pre>
 */
@NullMarked
package dev.coffer.storage.credentials;

import org.jspecify.annotations.NullMarked;
