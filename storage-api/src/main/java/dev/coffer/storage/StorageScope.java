package dev.coffer.storage;

import java.util.List;
import java.util.Optional;

/**
 * A place for entries: each has a key, unique in its scope, and a {@link Secret} value. Scopes lie
 * in one another, up to 8 deep, and need not be made: a scope is there as long as an entry is.
 *
 * <p><b>Names</b> (keys and the segments of scopes) have 1 to 1,024 bytes of UTF-8: any Unicode but
 * lone surrogates, compared exactly, without folding, normalising or trimming; no character has a
 * meaning. <b>Values</b> have 0 to 262,144 bytes (256 KiB).
 *
 * <p><b>Expiry</b> has millisecond precision: an entry is absent from {@link WriteOption#expiresAt}
 * on, for every method.
 *
 * <p><b>Threads.</b> Safe for use by many threads; free to make and never closed. Each method
 * returns when what it does is done: on disk, where the storage is {@link Guarantee#DURABLE}. An
 * interrupted thread keeps its interrupt flag.
 *
 * <p><b>Errors</b>, beside those below: {@link StorageUnavailableException} from every method that
 * reads or writes, {@link IllegalArgumentException} for a name, value or option out of bounds,
 * before anything is written, {@link NullPointerException} for null, and
 * {@link IllegalStateException} once the storage is closed, but from {@link #path}. Later releases
 * may add methods, as default ones.
 */
public interface StorageScope {

  /** The segments from the root of the storage to here; empty at the root. */
  List<String> path();

  /**
   * The scope below this one by these segments, one level each; this scope, for none.
   *
   * @throws IllegalArgumentException if a segment is no name, or the scope would be more than 8
   *     deep
   */
  StorageScope scoped(String... segments);

  /**
   * The entry with this key; empty if there is none, or it has expired.
   *
   * @throws UnreadableEntryException if it is there and cannot be trusted; this never looks like
   *     absence
   */
  Optional<Entry> read(String key);

  /**
   * Writes a value in place of whatever has this key, and returns the new version.
   *
   * @throws ConflictException if the condition of {@link WriteOption#ifAbsent} or
   *     {@link WriteOption#ifVersion} does not hold
   * @throws IllegalStateException if the value was destroyed
   */
  Version write(String key, Secret value, WriteOption... options);

  /** Deletes the entry with this key; that there is none is fine. */
  void delete(String key);

  /**
   * Deletes the entry with this key if it is of exactly this version.
   *
   * @throws ConflictException if something else is there, or nothing
   */
  void delete(String key, Version version);

  /**
   * Makes all changes of the batch in this scope, or none, and returns the one version that all its
   * writes have.
   *
   * @throws ConflictException if a condition does not hold, with the first such key; nothing was
   *     changed
   * @throws IllegalStateException if a value was destroyed; nothing was changed
   */
  Version apply(Batch batch);

  /**
   * A page of the entries here, or with {@link ListOption#recursive} of those below too; opens no
   * value.
   */
  Page<EntryInfo> list(ListOption... options);

  /** A page of the entries with their values. It ends early once it holds about 4 MiB of values. */
  Page<Entry> readAll(ListOption... options);

  /**
   * A page of the scopes directly below this one that hold an entry, or hold one further down; each
   * by its {@link #path()}.
   *
   * @throws IllegalArgumentException with {@link ListOption#recursive}
   */
  Page<List<String>> childScopes(ListOption... options);

  /**
   * How many entries are here and below; those that have expired count until they are purged, and
   * unreadable ones do. No name is opened for it.
   */
  long count();

  /**
   * Removes an entry that cannot be read, found by this scope or by one that shares its storage, if
   * it is still the one that was found. That it is gone is fine.
   *
   * @throws ConflictException if the entry was changed since; with its key, or {@code ""} where
   *     that is not known
   * @throws IllegalArgumentException if the entry does not lie in this scope or below
   */
  void discard(UnreadableEntry entry);

  /**
   * Removes every entry here and below, unreadable ones too: what was there at the start is gone on
   * return. After a failure it may be repeated.
   */
  void clear();
}
