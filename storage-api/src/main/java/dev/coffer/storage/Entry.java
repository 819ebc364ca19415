package dev.coffer.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry with its value.
 *
 * <p>Thread-safe; immutable but for the value, which can be {@linkplain Secret#destroy()
 * destroyed}.
 */
public final class Entry {

  private final EntryInfo info;
  private final Secret value;

  Entry(EntryInfo info, Secret value) {
    this.info = info;
    this.value = value;
  }

  /** All but the value. */
  public EntryInfo info() {
    return info;
  }

  /** The scope, from the root of the storage. */
  public List<String> path() {
    return info.path();
  }

  /** The key within the scope. */
  public String key() {
    return info.key();
  }

  /** The value; the caller's own copy. */
  public Secret value() {
    return value;
  }

  /** The write that it comes from, for {@link WriteOption#ifVersion}. */
  public Version version() {
    return info.version();
  }

  /** When it expires, to the millisecond; empty if it does not. */
  public Optional<Instant> expiresAt() {
    return info.expiresAt();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that && info.equals(that.info) && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return info.hashCode();
  }

  /** Version and expiry, no name and no value. */
  @Override
  public String toString() {
    return "Entry[" + info + ", " + value + "]";
  }
}
