package dev.coffer.storage;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry without its value: where it is, what it is called, and which write it comes from.
 *
 * <p>Immutable and thread-safe.
 */
public final class EntryInfo {

  private final List<String> path;
  private final String key;
  private final Version version;
  private final @Nullable Instant expiresAt;

  EntryInfo(List<String> path, String key, Version version, @Nullable Instant expiresAt) {
    this.path = List.copyOf(path);
    this.key = key;
    this.version = version;
    this.expiresAt = expiresAt;
  }

  /**
   * The scope, as {@link StorageScope#path()} has it: from the root of the storage, not from the
   * scope that was asked.
   */
  public List<String> path() {
    return path;
  }

  /** The key within the scope. */
  public String key() {
    return key;
  }

  /** The write that it comes from, for {@link WriteOption#ifVersion}. */
  public Version version() {
    return version;
  }

  /** When it expires, to the millisecond; empty if it does not. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryInfo that
        && path.equals(that.path)
        && key.equals(that.key)
        && version.equals(that.version)
        && Objects.equals(expiresAt, that.expiresAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, key, version);
  }

  /** Version and expiry; names may be personal, and stay out of logs. */
  @Override
  public String toString() {
    return "EntryInfo[version=" + version + ", expiresAt="
        + (expiresAt == null ? "never" : expiresAt) + "]";
  }
}
