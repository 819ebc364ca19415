package dev.coffer.storage.credentials;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import java.util.Optional;

/**
 * The entry of one session: read, and replaced only if it is still what was read. Where a storage
 * cannot say whether it has written, the entry itself is asked.
 */
final class SessionStore {

  /**
   * A record as it is stored, with the version by which it can be replaced.
   *
   * @param asOf when the storage was asked, by the clock that nobody sets
   * @param order the same for a read; for a write, when it had returned
   */
  record Stored(SessionRecord record, Version version, long asOf, long order) {}

  private final StorageScope scope;
  private final String key;
  private final Time time;

  SessionStore(StorageScope scope, String key, Time time) {
    this.scope = scope;
    this.key = key;
    this.time = time;
  }

  Optional<Stored> read() {
    long start = time.nanos();
    return scope.read(key).map(entry -> stored(entry, start));
  }

  private static Stored stored(Entry entry, long start) {
    SessionRecord record = SessionFormat.decode(entry.value());
    entry.value().destroy();
    return new Stored(record, entry.version(), start, start);
  }

  /** Puts a new sign-in in the place of whatever is there. */
  Stored create(SessionRecord record) {
    return write(record).orElseThrow(() -> new IllegalStateException("This has no condition."));
  }

  /** Replaces a record, unless it is not there any more: then look at what is, if anything. */
  Optional<Stored> replace(Stored current, SessionRecord next) {
    return write(next, WriteOption.ifVersion(current.version()));
  }

  private Optional<Stored> write(SessionRecord record, WriteOption... condition) {
    Secret encoded = SessionFormat.encode(record);
    long start = time.nanos();
    try {
      Version version = scope.write(key, encoded, condition);
      return Optional.of(new Stored(record, version, start, time.nanos()));
    } catch (ConflictException changed) {
      return Optional.empty();
    } catch (StorageUnavailableException failure) {
      return settled(failure, condition.length == 0);
    } finally {
      encoded.destroy();
    }
  }

  /** What a write that may have been made has come to. */
  private Optional<Stored> settled(StorageUnavailableException failure, boolean unconditional) {
    Version attempted = failure.attempted().orElseThrow(() -> failure);
    Optional<Stored> found;
    try {
      found = read();
    } catch (RuntimeException stillDown) {
      failure.addSuppressed(stillDown);
      throw failure;
    }
    if (found.filter(stored -> stored.version().equals(attempted)).isPresent()) {
      return found;
    }
    if (unconditional) {
      throw failure;
    }
    return Optional.empty();
  }

  /** Deletes the entry, and says what was in it, if that could be read. */
  Optional<SessionRecord> remove() {
    for (; ; ) {
      Optional<Stored> found;
      try {
        found = read();
      } catch (UnreadableEntryException | UnreadableTokensException unreadable) {
        // Signing out must work all the same.
        scope.delete(key);
        return Optional.empty();
      }
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try {
        scope.delete(key, found.get().version());
        return found.map(Stored::record);
      } catch (ConflictException refreshedMeanwhile) {
        // Its tokens are the ones to be revoked, so they are read first.
      }
    }
  }
}
