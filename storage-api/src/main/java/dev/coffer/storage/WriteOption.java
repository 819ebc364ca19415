package dev.coffer.storage;

import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Instant;
import java.util.Objects;

/**
 * How a value is written: until when it holds, and what must be there for it to be written.
 *
 * <p>Immutable and thread-safe. Two expiries, or two conditions, contradict each other and are
 * refused.
 */
public final class WriteOption {

  private static final WriteOption IF_ABSENT =
      new WriteOption(Kind.CONDITION, StoredRecord.NEVER, Expectation.ABSENT);

  private enum Kind {
    EXPIRY,
    CONDITION
  }

  private final Kind kind;
  private final long expiresAt;
  private final Expectation expectation;

  private WriteOption(Kind kind, long expiresAt, Expectation expectation) {
    this.kind = kind;
    this.expiresAt = expiresAt;
    this.expectation = expectation;
  }

  /**
   * The entry is absent from {@code time} on, which is cut to milliseconds; a time in the past is
   * allowed. Without this option an entry never expires.
   *
   * @throws IllegalArgumentException if {@code time} is about 292 million years or more from 1970
   */
  public static WriteOption expiresAt(Instant time) {
    return new WriteOption(Kind.EXPIRY, epochMillis(time), Expectation.ANY);
  }

  private static long epochMillis(Instant time) {
    try {
      long millis = time.toEpochMilli();
      if (millis != StoredRecord.NEVER && millis != Long.MIN_VALUE) {
        return millis;
      }
    } catch (ArithmeticException tooFar) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "An expiry must be less than 2^63 - 1 milliseconds from 1970; leave the option out for an entry that never expires.");
  }

  /** The value is written only if there is no entry, or an expired one. */
  public static WriteOption ifAbsent() {
    return IF_ABSENT;
  }

  /** The value is written only if the entry is there and of exactly this version. */
  public static WriteOption ifVersion(Version version) {
    return new WriteOption(Kind.CONDITION, StoredRecord.NEVER, Expectation.version(version));
  }

  /** What a list of options comes to. */
  static final class Terms {

    private long expiresAt = StoredRecord.NEVER;
    private Expectation expectation = Expectation.ANY;

    private Terms() {}

    static Terms of(WriteOption... options) {
      Terms terms = new Terms();
      boolean expiry = false;
      boolean condition = false;
      for (WriteOption option : options) {
        Objects.requireNonNull(option, "option");
        if (option.kind == Kind.EXPIRY) {
          requireFirst(!expiry, "expiresAt is given twice.");
          terms.expiresAt = option.expiresAt;
          expiry = true;
        } else {
          requireFirst(!condition, "only one of ifAbsent and ifVersion can hold, and once.");
          terms.expectation = option.expectation;
          condition = true;
        }
      }
      return terms;
    }

    private static void requireFirst(boolean first, String problem) {
      if (!first) {
        throw new IllegalArgumentException("Contradictory write options: " + problem);
      }
    }

    long expiresAt() {
      return expiresAt;
    }

    Expectation expectation() {
      return expectation;
    }
  }

  @Override
  public String toString() {
    return kind == Kind.EXPIRY
        ? "expiresAt " + Instant.ofEpochMilli(expiresAt)
        : "if " + expectation;
  }
}
