package dev.coffer.storage.tck;

import static java.util.stream.Collectors.joining;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a backend with its answer, through one of its instances; the first has number 0. */
interface RecordStep extends Operation.Step<Contents> {

  /** What of it concerns one record alone, if anything. */
  Optional<RecordStep> on(RecordId id);

  /** Whether it tells what is seen through one instance; changes are there for all of them. */
  boolean isSeenBy(int instance);

  /** Whether a backend's operation tells what is seen through one instance. */
  static boolean isSeenBy(int instance, Operation<Contents> operation) {
    return ((RecordStep) operation.step()).isSeenBy(instance);
  }

  /** What of a backend's operation concerns one record alone, if anything. */
  static Optional<Operation<Contents>> on(RecordId id, Operation<Contents> operation) {
    return ((RecordStep) operation.step())
        .on(id)
        .map(step ->
            new Operation<>(operation.thread(), operation.called(), operation.returned(), step));
  }

  /** A get. */
  record Get(int instance, RecordId id, Optional<StoredRecord> answer) implements RecordStep {

    @Override
    public @Nullable Contents after(Contents before) {
      return before.at(id).equals(answer) ? before : null;
    }

    @Override
    public boolean changes() {
      return false;
    }

    @Override
    public Optional<RecordStep> on(RecordId other) {
      return other.equals(id) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean isSeenBy(int other) {
      return other == instance;
    }

    @Override
    public String toString() {
      return "get " + Samples.numberOf(id) + " answers "
          + answer.map(RecordStep::show).orElse("nothing")
          + by(instance);
    }
  }

  /** The first page of a scan for all records there are; it says nothing of those on the next. */
  record Page(int instance, RecordPage answer) implements RecordStep {

    @Override
    public @Nullable Contents after(Contents before) {
      Collection<StoredRecord> all = before.records().values();
      boolean isWhole = answer.next().isPresent() || answer.records().containsAll(all);
      return isWhole && all.containsAll(answer.records()) ? before : null;
    }

    @Override
    public boolean changes() {
      return false;
    }

    @Override
    public Optional<RecordStep> on(RecordId id) {
      Optional<StoredRecord> seen =
          answer.records().stream().filter(record -> record.id().equals(id)).findFirst();
      return seen.isEmpty() && answer.next().isPresent()
          ? Optional.empty()
          : Optional.of(new Get(instance, id, seen));
    }

    @Override
    public boolean isSeenBy(int other) {
      return other == instance;
    }

    @Override
    public String toString() {
      return "scan answers "
          + (answer.records().isEmpty() ? "nothing" : "")
          + answer.records().stream()
              .map(seen -> Samples.numberOf(seen.id()) + " as " + show(seen))
              .collect(joining(", "))
          + by(instance);
    }
  }

  /**
   * Changes that were made, or refused.
   *
   * @param refused the index that was named; empty if they were made
   */
  record Apply(int instance, List<Change> made, long now, Optional<Integer> refused)
      implements RecordStep {

    @Override
    public @Nullable Contents after(Contents before) {
      if (refused.isPresent()) {
        List<Change> named = made.stream().skip(refused.get()).limit(1).toList();
        return named.stream().anyMatch(change -> !before.allow(change, now)) ? before : null;
      }
      return made.stream().allMatch(change -> before.allow(change, now))
          ? before.after(made)
          : null;
    }

    @Override
    public boolean changes() {
      return refused.isEmpty();
    }

    /** Changes that are made together cannot be looked at one by one. */
    @Override
    public Optional<RecordStep> on(RecordId id) {
      if (made.size() != 1) {
        throw new IllegalStateException("A batch concerns several records: " + this + ".");
      }
      return made.get(0).id().equals(id) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public boolean isSeenBy(int other) {
      return true;
    }

    @Override
    public String toString() {
      return made.stream().map(RecordStep::show).collect(joining(", "))
          + (now == Samples.NOW ? "" : " at +" + (now - Samples.NOW))
          + refused.map(index -> ": refused at index " + index).orElse(": done")
          + by(instance);
    }
  }

  private static String by(int instance) {
    return instance == 0 ? "" : " (by instance " + (instance + 1) + ")";
  }

  private static String show(Change change) {
    String what = change
        .record()
        .map(put -> "put " + Samples.numberOf(put.id()) + " as " + show(put))
        .orElseGet(() -> "remove " + Samples.numberOf(change.id()));
    return what
        + switch (change.expectation().kind()) {
          case ANY -> "";
          case ABSENT -> " if absent";
          case VERSION ->
            " if " + change.expectation().version().map(Samples::numberOf).orElseThrow();
        };
  }

  private static String show(StoredRecord record) {
    return Samples.numberOf(record.version())
        + (record.expiresAt() == StoredRecord.NEVER
            ? ""
            : " until +" + (record.expiresAt() - Samples.NOW));
  }
}
