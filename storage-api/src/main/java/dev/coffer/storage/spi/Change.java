package dev.coffer.storage.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step of {@link StorageBackend#apply}: put a record or remove one, if what is there is as
 * expected.
 *
 * <p>Immutable and thread-safe.
 */
public final class Change {

  /** The most changes that one {@link StorageBackend#apply} is given. */
  public static final int MAX_CHANGES = 100;

  private final RecordId id;
  private final @Nullable StoredRecord record;
  private final Expectation expectation;

  private Change(RecordId id, @Nullable StoredRecord record, Expectation expectation) {
    this.id = Objects.requireNonNull(id, "id");
    this.record = record;
    this.expectation = Objects.requireNonNull(expectation, "expectation");
  }

  /**
   * Puts {@code record} in place of whatever has its id.
   *
   * @throws IllegalArgumentException if the record is without its value
   */
  public static Change put(StoredRecord record, Expectation expectation) {
    if (!record.hasValue()) {
      throw new IllegalArgumentException("A record that was read without its value cannot be put.");
    }
    return new Change(record.id(), record, expectation);
  }

  /** Removes the record with this id; where there is none, nothing happens. */
  public static Change remove(RecordId id, Expectation expectation) {
    return new Change(id, null, expectation);
  }

  /** The id that is changed. */
  public RecordId id() {
    return id;
  }

  /** What is put; empty for a removal. */
  public Optional<StoredRecord> record() {
    return Optional.ofNullable(record);
  }

  /** What must be true of the record that is there now. */
  public Expectation expectation() {
    return expectation;
  }

  /**
   * Whether the change may be made. This is the one place that holds the rule; a backend that
   * decides by itself, in SQL say, decides the same.
   *
   * @param current what is there now, expired or not; null for nothing
   * @param now the {@code now} of the call, in milliseconds since 1970-01-01T00:00Z, never the
   *     system's time
   */
  public boolean isAllowed(@Nullable StoredRecord current, long now) {
    return expectation.isMetBy(current, now);
  }

  /**
   * Refuses what no backend has to carry out: more than {@value #MAX_CHANGES} changes, or two
   * changes of one id. A backend calls this first.
   *
   * @throws IllegalArgumentException if {@code changes} is such a list
   */
  public static void requireBatch(List<Change> changes) {
    if (changes.size() > MAX_CHANGES) {
      throw new IllegalArgumentException(
          "A batch has at most " + MAX_CHANGES + " changes, this one " + changes.size() + ".");
    }
    Set<RecordId> ids = new HashSet<>();
    for (Change change : changes) {
      if (!ids.add(change.id)) {
        throw new IllegalArgumentException(
            "A batch changes each record once, this one changes " + change.id + " twice.");
      }
    }
  }

  /**
   * Does the first half of {@link StorageBackend#apply}, for a backend that can look records up
   * while nobody else changes them: refuses what {@link #requireBatch} refuses, and the whole batch
   * if one of its changes is not {@linkplain #isAllowed allowed}.
   *
   * @param current gives what is there under an id, expired or not; null for nothing
   * @param now the {@code now} of the call
   * @throws PreconditionFailedException with the index of the first change that is not allowed
   */
  public static void requireAllowed(
      List<Change> changes, Function<RecordId, @Nullable StoredRecord> current, long now) {
    requireBatch(changes);
    for (int i = 0; i < changes.size(); i++) {
      if (!changes.get(i).isAllowed(current.apply(changes.get(i).id), now)) {
        throw new PreconditionFailedException(i);
      }
    }
  }

  @Override
  public String toString() {
    return (record == null ? "remove " + id : "put " + record) + " expecting " + expectation;
  }
}
