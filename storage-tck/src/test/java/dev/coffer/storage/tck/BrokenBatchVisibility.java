package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Backends that show batches while they make them. */
final class BrokenBatchVisibility {

  static final List<Candidate> ALL = List.of(
      broken("makes its changes one by one, for all to see", Piecemeal::new, "R-BAT-10 R-BAT-17"),
      broken(
          "removes before it replaces, for all to see",
          RemovesFirst::new,
          "R-BAT-10 R-BAT-12 R-BAT-17"),
      broken(
          "makes changes and takes them back, for all to see", RollsBackInTheOpen::new, "R-BAT-13"),
      broken("shows fifty changes at a time", ShowsFifty::new, "R-BAT-17"));

  private BrokenBatchVisibility() {}

  private static final class Piecemeal extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();

    private Piecemeal(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (writers) {
        synchronized (records()) {
          requireAllowed(changes, now);
        }
        for (Change change : changes) {
          synchronized (records()) {
            make(change);
          }
          if (changes.size() > 1 && change == changes.get(0)) {
            meeting.await();
          }
        }
      }
    }
  }

  private static final class RemovesFirst extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();

    private RemovesFirst(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (writers) {
        synchronized (records()) {
          requireAllowed(changes, now);
          changes.forEach(change -> records().remove(change.id()));
        }
        meeting.await();
        synchronized (records()) {
          changes.forEach(this::make);
        }
      }
    }
  }

  private static final class RollsBackInTheOpen extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();

    private RollsBackInTheOpen(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      meeting.arrive();
      Change.requireBatch(changes);
      synchronized (writers) {
        Map<RecordId, StoredRecord> before;
        synchronized (records()) {
          before = new TreeMap<>(records());
        }
        try {
          synchronized (records()) {
            requireAllowed(changes, now);
          }
        } catch (PreconditionFailedException refused) {
          synchronized (records()) {
            changes.forEach(this::make);
          }
          meeting.await();
          synchronized (records()) {
            records().clear();
            records().putAll(before);
          }
          throw refused;
        }
        synchronized (records()) {
          changes.forEach(this::make);
        }
      }
    }
  }

  private static final class ShowsFifty extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();

    private ShowsFifty(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (writers) {
        int half = Math.min(50, changes.size());
        synchronized (records()) {
          requireAllowed(changes, now);
          changes.subList(0, half).forEach(this::make);
        }
        if (half < changes.size()) {
          meeting.await();
        }
        synchronized (records()) {
          changes.subList(half, changes.size()).forEach(this::make);
        }
      }
    }
  }
}
