package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Backends whose batches go wrong only where different changes meet in them. */
final class BrokenMixedBatches {

  static final List<Candidate> ALL = List.of(
      broken("leaves in a batch what has expired", LeavesTheExpired::new, "R-BAT-18"),
      broken("commits one partition after the other", CommitsPartitions::new, "R-BAT-19"),
      broken("judges versions before all else", JudgesVersionsFirst::new, "R-EXP-23"),
      broken("refuses a put that alters nothing", CountsAlterations::new, "R-EXP-24"),
      broken("sees an id twice only side by side", SeesNeighbours::new, "R-BAT-06"));

  private BrokenMixedBatches() {}

  private static final class LeavesTheExpired extends MapBackend {
    private LeavesTheExpired(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (records()) {
        requireAllowed(changes, now);
        for (Change change : changes) {
          boolean expectsNothing = change.expectation().kind() == Expectation.Kind.ABSENT;
          if (changes.size() == 1 || change.record().isPresent() || !expectsNothing) {
            make(change);
          }
        }
      }
    }
  }

  private static final class CommitsPartitions extends MapBackend {
    private CommitsPartitions(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      Map<RecordId, List<Integer>> partitions = new LinkedHashMap<>();
      for (int i = 0; i < changes.size(); i++) {
        partitions
            .computeIfAbsent(changes.get(i).id().partition(), unused -> new ArrayList<>())
            .add(i);
      }
      synchronized (records()) {
        for (List<Integer> indices : partitions.values()) {
          for (int i : indices) {
            if (!isAllowed(changes.get(i), now)) {
              throw new PreconditionFailedException(i);
            }
          }
          indices.forEach(i -> make(changes.get(i)));
        }
      }
    }
  }

  private static final class JudgesVersionsFirst extends MapBackend {
    private JudgesVersionsFirst(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      Change.requireBatch(changes);
      for (int i = 0; i < changes.size(); i++) {
        boolean isByVersion = changes.get(i).expectation().kind() == Expectation.Kind.VERSION;
        boolean isPut = changes.get(i).record().isPresent();
        if (isPut && isByVersion && !isAllowed(changes.get(i), now)) {
          throw new PreconditionFailedException(i);
        }
      }
      super.requireAllowed(changes, now);
    }
  }

  /** As a database does that says of how many rows it has altered a value. */
  private static final class CountsAlterations extends MapBackend {
    private CountsAlterations(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      boolean isByVersion = change.expectation().kind() == Expectation.Kind.VERSION;
      boolean alters =
          change.record().map(put -> !put.equals(records().get(put.id()))).orElse(true);
      return super.isAllowed(change, now) && (alters || !isByVersion);
    }
  }

  private static final class SeesNeighbours extends MapBackend {
    private SeesNeighbours(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      if (changes.size() > Change.MAX_CHANGES) {
        Change.requireBatch(changes);
      }
      for (int i = 1; i < changes.size(); i++) {
        Change.requireBatch(changes.subList(i - 1, i + 1));
      }
      for (int i = 0; i < changes.size(); i++) {
        if (!isAllowed(changes.get(i), now)) {
          throw new PreconditionFailedException(i);
        }
      }
    }
  }
}
