package dev.coffer.storage.credentials;

import dev.coffer.storage.credentials.SessionStore.Stored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings tokens that the provider has given into the store, whatever happened there meanwhile: a
 * success beats a lease that was taken over, and a rejection that somebody else was given.
 */
final class Saving {

  private final SessionStore store;
  private final @Nullable TokenRevoker revoker;

  Saving(SessionStore store, @Nullable TokenRevoker revoker) {
    this.store = store;
    this.revoker = revoker;
  }

  /**
   * Saves in the place of a record that was there a moment ago, without reading it again; and what
   * an earlier call could not, where none is given. Answers what is stored in the end; nothing, if
   * the session is gone.
   */
  Optional<Stored> save(Unsaved unsaved, @Nullable Stored expected) {
    Optional<Stored> stored;
    try {
      stored = settle(unsaved, expected == null ? store.read() : Optional.of(expected));
    } catch (RuntimeException failure) {
      throw new TokensNotSavedException(unsaved, failure);
    }
    if (stored.isEmpty() && revoker != null) {
      // The user signed out while these were on their way.
      revoke(revoker, unsaved.tokens());
    }
    return stored;
  }

  static void revoke(TokenRevoker revoker, TokenSet tokens) {
    try {
      revoker.revoke(tokens);
    } catch (RuntimeException failure) {
      throw new RevocationFailedException(tokens, failure);
    }
  }

  private Optional<Stored> settle(Unsaved unsaved, Optional<Stored> expected) {
    Optional<Stored> current = expected;
    while (current.isPresent()) {
      SessionRecord record = current.get().record();
      if (!record.session().equals(unsaved.session())) {
        // The user has signed in again. These tokens are not revoked: some providers end every
        // grant of the user with one.
        return current;
      }
      if (record.generation() > unsaved.generation()) {
        // Somebody has got newer ones, which revoking these would end too.
        return current;
      }
      Optional<Stored> saved = store.replace(current.get(), record.renewed(unsaved.tokens()));
      if (saved.isPresent()) {
        return saved;
      }
      current = store.read();
    }
    return Optional.empty();
  }
}
