package dev.coffer.storage;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletions in one scope that are made all or not at all, judged on what is there before
 * any of them; see {@link StorageScope#apply}.
 *
 * <p>Immutable and thread-safe, but for secrets, which must live until it is applied.
 */
public final class Batch {

  /** The most changes in one batch. */
  public static final int MAX_CHANGES = Change.MAX_CHANGES;

  /** The most bytes that the keys and values of one batch may have together: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private final List<Step> steps;

  private Batch(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Starts an empty batch. */
  public static Builder builder() {
    return new Builder();
  }

  /** The number of changes. */
  public int size() {
    return steps.size();
  }

  List<Step> steps() {
    return steps;
  }

  @Override
  public String toString() {
    return "Batch[" + steps.size() + " changes]";
  }

  /** One change: of a key, to a value or to nothing, if it is as expected. */
  static final class Step {

    private final String key;
    private final @Nullable Secret value;
    private final long expiresAt;
    private final Expectation expectation;

    private Step(String key, @Nullable Secret value, long expiresAt, Expectation expectation) {
      this.key = key;
      this.value = value;
      this.expiresAt = expiresAt;
      this.expectation = expectation;
    }

    static Step write(String key, Secret value, WriteOption... options) {
      WriteOption.Terms terms = WriteOption.Terms.of(options);
      return new Step(
          Limits.requireKey(key),
          Limits.requireValue(value),
          terms.expiresAt(),
          terms.expectation());
    }

    static Step delete(String key, Expectation expectation) {
      return new Step(Limits.requireKey(key), null, 0, expectation);
    }

    String key() {
      return key;
    }

    Optional<Secret> value() {
      return Optional.ofNullable(value);
    }

    long expiresAt() {
      return expiresAt;
    }

    Expectation expectation() {
      return expectation;
    }
  }

  /** Builds a {@link Batch}; each call checks its own limits. Not thread-safe. */
  public static final class Builder {

    private final Map<String, Step> steps = new LinkedHashMap<>();
    private long bytes;

    private Builder() {}

    /**
     * Adds a write, as {@link StorageScope#write} makes it.
     *
     * @throws IllegalArgumentException if a limit is passed, the key is in the batch already, or
     *     options contradict each other
     */
    public Builder write(String key, Secret value, WriteOption... options) {
      return add(Step.write(key, value, options), value.length());
    }

    /**
     * Adds a deletion of whatever is there.
     *
     * @throws IllegalArgumentException if a limit is passed, or the key is in the batch already
     */
    public Builder delete(String key) {
      return add(Step.delete(key, Expectation.ANY), 0);
    }

    /**
     * Adds a deletion of exactly this version.
     *
     * @throws IllegalArgumentException if a limit is passed, or the key is in the batch already
     */
    public Builder delete(String key, Version version) {
      return add(Step.delete(key, Expectation.version(version)), 0);
    }

    private Builder add(Step step, int valueBytes) {
      if (steps.size() == MAX_CHANGES) {
        throw new IllegalArgumentException("A batch has at most " + MAX_CHANGES + " changes.");
      }
      if (steps.containsKey(step.key)) {
        throw new IllegalArgumentException("A batch changes each key once; one was given twice.");
      }
      long sum = bytes + valueBytes + Limits.utf8Length(step.key);
      if (sum > MAX_BYTES) {
        throw new IllegalArgumentException("A batch's keys and values have at most " + MAX_BYTES
            + " bytes together, this one " + sum + ".");
      }
      steps.put(step.key, Objects.requireNonNull(step));
      bytes = sum;
      return this;
    }

    /** The batch of what was added; an empty one changes nothing. */
    public Batch build() {
      return new Batch(new ArrayList<>(steps.values()));
    }
  }
}
