package dev.coffer.storage.spi;

import dev.coffer.storage.Version;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a record for a {@link Change} to it to be made. A record that has expired
 * counts as absent.
 *
 * <p>Immutable and thread-safe.
 */
public final class Expectation {

  /**
   * The kinds of expectation. A later version may add one; a backend that meets an unknown kind
   * refuses the change.
   */
  public enum Kind {
    /** Whatever is there. */
    ANY,
    /** Nothing is there, or it has expired. */
    ABSENT,
    /** A live record of exactly one version is there. */
    VERSION
  }

  /** Whatever is there. */
  public static final Expectation ANY = new Expectation(Kind.ANY, null);

  /** Nothing is there, or it has expired. */
  public static final Expectation ABSENT = new Expectation(Kind.ABSENT, null);

  private final Kind kind;
  private final @Nullable Version version;

  private Expectation(Kind kind, @Nullable Version version) {
    this.kind = kind;
    this.version = version;
  }

  /** A live record of exactly this version is there. */
  public static Expectation version(Version version) {
    return new Expectation(Kind.VERSION, Objects.requireNonNull(version, "version"));
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }

  /** The version that is expected; empty but for {@link Kind#VERSION}. */
  public Optional<Version> version() {
    return Optional.ofNullable(version);
  }

  /**
   * Whether {@code current}, null for none, is as expected at {@code now}, in milliseconds since
   * 1970-01-01T00:00Z.
   */
  boolean isMetBy(@Nullable StoredRecord current, long now) {
    if (current == null || current.isExpiredAt(now)) {
      return kind != Kind.VERSION;
    }
    return switch (kind) {
      case ANY -> true;
      case ABSENT -> false;
      case VERSION -> Objects.equals(current.version(), version);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Expectation that
        && kind == that.kind
        && Objects.equals(version, that.version);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, version);
  }

  @Override
  public String toString() {
    return version == null ? kind.toString() : kind + " " + version;
  }
}
