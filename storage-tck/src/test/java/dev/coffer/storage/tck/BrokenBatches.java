package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Backends whose batches are not all or nothing, or not as large as they may be. */
final class BrokenBatches {

  static final List<Candidate> ALL = List.of(
      broken(
          "makes changes until one is refused",
          NoRollback::new,
          "R-BAT-03 R-BAT-04 R-BAT-13 R-BAT-16 R-DUR-04 R-EXP-18 R-EXP-19 R-FAC-08",
          "R-RACE-06",
          "R-BAT-19"),
      broken(
          "makes the first change alone",
          FirstOnly::new,
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-05 R-BAT-09 R-BAT-10 R-BAT-11",
          "R-BAT-14 R-BAT-15 R-BAT-16 R-BAT-17 R-DUR-01 R-DUR-02 R-EXP-11 R-EXP-13",
          "R-EXP-16 R-EXP-22 R-FAC-08 R-FAC-10 R-FAIL-06 R-IO-02 R-KILL-02 R-KILL-03",
          "R-LIFE-10 R-LIM-06 R-PAGE-01 R-PAGE-02 R-PAGE-03 R-PAGE-04 R-PAGE-05 R-PAGE-06",
          "R-PAGE-07 R-PAGE-08 R-PAGE-09 R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-14",
          "R-PAGE-15 R-RACE-06 R-REC-01 R-REC-04 R-REC-05 R-REC-06 R-REC-07 R-REC-08",
          "R-REC-09 R-REC-11 R-REC-14 R-REC-16 R-REC-19 R-REC-22 R-REM-01 R-REM-02",
          "R-REM-03 R-REM-04 R-REM-05 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12",
          "R-REM-13 R-REM-14 R-REM-16 R-RING-07 R-RING-08 R-SCAN-01 R-SCAN-02 R-SCAN-03",
          "R-SCAN-04 R-SCAN-05 R-SCAN-06 R-SCAN-07 R-SCAN-08 R-SCAN-09 R-SCAN-10 R-SEAL-02",
          "R-SEAL-03 R-SEAL-08 R-SHR-05",
          "R-BAT-18 R-DUR-06 R-DUR-07 R-DUR-08 R-LIFE-13 R-LIFE-14 R-PAGE-16 R-REC-23",
          "R-REC-24 R-REM-17 R-REM-18 R-REM-19 R-SCAN-13 R-SCAN-14 R-SCAN-15 R-SHR-10 R-SHR-11",
          "R-SHR-12 R-SHR-13"),
      broken("does not look at the batch as a whole", Unchecked::new, "R-BAT-06 R-BAT-07"),
      broken(
          "fails on an empty batch", FailsOnEmpty::new, "R-BAT-08 R-FAC-10 R-REM-03", "R-LIFE-13"),
      broken(
          "has room for fifty changes",
          Fifty::new,
          "R-BAT-05 R-BAT-07 R-BAT-15 R-BAT-16 R-BAT-17 R-LIM-06 R-PAGE-09 R-REC-04",
          "R-REC-06 R-REC-19 R-REC-22 R-REM-01 R-REM-08 R-REM-12 R-SCAN-03 R-SCAN-05",
          "R-REM-19 R-SCAN-13"),
      broken("makes fifty changes at a time", FiftyAtATime::new, "R-BAT-16"),
      broken("has room for two MiB", TwoMebibytes::new, "R-BAT-15"),
      broken("sorts the caller's list", Sorts::new, "R-BAT-09"),
      broken(
          "makes its changes again when it is read, from the caller's list",
          KeepsTheList::new,
          "R-PROC-05",
          "R-BAT-09 R-SHR-01"));

  private BrokenBatches() {}

  private static final class NoRollback extends MapBackend {
    private NoRollback(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      synchronized (records()) {
        for (int i = 0; i < changes.size(); i++) {
          if (!isAllowed(changes.get(i), now)) {
            throw new PreconditionFailedException(i);
          }
          make(changes.get(i));
        }
      }
    }
  }

  private static final class FirstOnly extends MapBackend {
    private FirstOnly(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (records()) {
        requireAllowed(changes, now);
        changes.stream().limit(1).forEach(this::make);
      }
    }
  }

  private static final class Unchecked extends MapBackend {
    private Unchecked(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      for (int i = 0; i < changes.size(); i++) {
        if (!isAllowed(changes.get(i), now)) {
          throw new PreconditionFailedException(i);
        }
      }
    }
  }

  private static final class FailsOnEmpty extends MapBackend {
    private FailsOnEmpty(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      changes.get(0);
      super.apply(changes, now);
    }
  }

  private static final class Fifty extends MapBackend {
    private Fifty(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      super.apply(changes.subList(0, Math.min(50, changes.size())), now);
    }
  }

  private static final class FiftyAtATime extends MapBackend {
    private FiftyAtATime(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      int half = Math.min(50, changes.size());
      super.apply(changes.subList(0, half), now);
      try {
        super.apply(changes.subList(half, changes.size()), now);
      } catch (PreconditionFailedException refused) {
        throw new PreconditionFailedException(half + refused.index());
      }
    }
  }

  private static final class TwoMebibytes extends MapBackend {
    private TwoMebibytes(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      int bytes = changes.stream()
          .flatMap(change -> change.record().stream())
          .mapToInt(record -> record.name().length + record.value().length)
          .sum();
      if (bytes > 2 << 20) {
        throw new StorageUnavailableException("The packet is too large.", null);
      }
      super.apply(changes, now);
    }
  }

  private static final class Sorts extends MapBackend {
    private Sorts(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      super.apply(changes, now);
      if (changes instanceof ArrayList) {
        changes.sort(Comparator.comparing(Change::id));
      }
    }
  }

  private static final class KeepsTheList extends MapBackend {
    private List<Change> last = List.of();

    private KeepsTheList(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (records()) {
        super.apply(changes, now);
        last = changes;
      }
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (records()) {
        last.forEach(this::make);
        last = List.of();
        return super.get(id);
      }
    }
  }
}
