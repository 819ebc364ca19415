package dev.coffer.storage;

import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry that is there and cannot be trusted, with what can still be said of it;
 * {@link StorageScope#discard} removes it.
 *
 * <p>Immutable and thread-safe.
 */
public final class UnreadableEntry {

  private final StoredRecord record;
  private final String reason;
  private final @Nullable List<String> path;
  private final @Nullable String key;

  UnreadableEntry(
      StoredRecord record, String reason, @Nullable List<String> path, @Nullable String key) {
    this.record = record.withoutValue(); // A page of these must not hold their values.
    this.reason = reason;
    this.path = path == null ? null : List.copyOf(path);
    this.key = key;
  }

  StoredRecord record() {
    return record;
  }

  /** Why it cannot be read, in half a sentence without names. */
  public String reason() {
    return reason;
  }

  /** Its scope, from the root of the storage; empty where its name cannot be read either. */
  public Optional<List<String>> path() {
    return Optional.ofNullable(path);
  }

  /** Its key; empty where its name cannot be read either. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** The version that it claims to have. */
  public Version version() {
    return record.version();
  }

  /** Its address and the reason: enough to find it in the backend, no name. */
  @Override
  public String toString() {
    return "UnreadableEntry[id=" + record.id() + ", " + reason + "]";
  }
}
