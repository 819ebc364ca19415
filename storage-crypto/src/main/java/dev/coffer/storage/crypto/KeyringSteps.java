package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StoredRecord;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * The way of a change into the store: it is made to the keyring that is there, and put in its place
 * if that is still there; to the one that has come between, if not.
 *
 * <p>Not thread-safe.
 */
final class KeyringSteps {

  private static final int MAX_ATTEMPTS = 32;

  private final KeyringFollower follower;
  private final InstantSource clock;

  /** For the keyring that {@code follower} follows. */
  KeyringSteps(KeyringFollower follower, InstantSource clock) {
    this.follower = follower;
    this.clock = clock;
  }

  /** Makes a change; {@code step} may be called again, with a change of another keyring. */
  <T> T change(Function<KeyringChange, T> step) {
    for (int attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      StoredRecord seen = follower.look();
      try (KeyringChange change = new KeyringChange(follower.keyring(), clock.millis())) {
        T result = step.apply(change);
        if (!change.isChanged() || put(seen, change.seal())) {
          return result;
        }
      }
    }
    throw new StorageUnavailableException(
        "The keyring was changed by others each time that this change was about to be made.", null);
  }

  private boolean put(StoredRecord seen, Keyring next) {
    boolean taken = false;
    try {
      taken = follower.records().replace(seen, next);
      if (taken) {
        follower.adopt(next);
      }
      return taken;
    } finally {
      if (!taken) {
        next.close();
      }
    }
  }
}
