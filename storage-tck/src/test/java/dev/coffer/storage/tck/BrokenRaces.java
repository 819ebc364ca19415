package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Backends in which threads get in each other's way. */
final class BrokenRaces {

  static final List<Candidate> ALL = List.of(
      broken(
          "judges before it takes the lock",
          JudgesUnlocked::new,
          "R-RACE-01 R-RACE-02 R-RACE-03 R-RACE-04 R-RACE-05 R-RACE-06 R-RACE-07"),
      broken("has one lock for puts and another for removals", TwoLocks::new, "R-RACE-07"),
      broken("refuses whoever comes while another is at it", Impatient::new, "R-BAT-14 R-RACE-08"),
      broken(
          "writes all anew when it clears, but for what came meanwhile",
          WritesAnew::new,
          "R-REM-06"),
      broken(
          "purges what was renewed meanwhile",
          PurgesTheRenewed::new,
          "R-REM-11 R-REM-12 R-REM-16",
          "R-REM-19"));

  private BrokenRaces() {}

  private static final class JudgesUnlocked extends MapBackend {
    private final Meeting meeting = new Meeting();

    private JudgesUnlocked(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (records()) {
        requireAllowed(changes, now);
      }
      meeting.await();
      synchronized (records()) {
        changes.forEach(this::make);
      }
    }
  }

  /** Its two kinds of change know nothing of each other. */
  private static final class TwoLocks extends MapBackend {
    private final Object puts = new Object();
    private final Object removals = new Object();
    private final Meeting meeting = new Meeting();

    private TwoLocks(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      boolean puts = changes.stream().anyMatch(change -> change.record().isPresent());
      synchronized (puts ? this.puts : removals) {
        synchronized (records()) {
          requireAllowed(changes, now);
        }
        meeting.await();
        synchronized (records()) {
          changes.forEach(this::make);
        }
      }
    }
  }

  private static final class Impatient extends MapBackend {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Meeting meeting = new Meeting();

    private Impatient(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      if (!busy.compareAndSet(false, true)) {
        throw new PreconditionFailedException(0);
      }
      try {
        meeting.await();
        super.apply(changes, now);
      } finally {
        busy.set(false);
      }
    }
  }

  private static final class WritesAnew extends MapBackend {
    private final AtomicInteger removals = new AtomicInteger();
    private final Meeting meeting = new Meeting();

    private WritesAnew(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      meeting.arrive();
      super.apply(changes, now);
      if (removals.get() > 0) {
        meeting.await();
      }
    }

    @Override
    public void removePrefix(RecordId prefix) {
      removals.incrementAndGet();
      Map<RecordId, StoredRecord> rest;
      synchronized (records()) {
        rest = new TreeMap<>(records());
      }
      rest.keySet().removeIf(id -> id.startsWith(prefix));
      meeting.await();
      meeting.await(); // whoever has come first has done something since
      removals.decrementAndGet();
      synchronized (records()) {
        records().clear();
        records().putAll(rest);
      }
    }
  }

  private static final class PurgesTheRenewed extends MapBackend {
    private final AtomicInteger removals = new AtomicInteger();
    private final Meeting meeting = new Meeting();

    private PurgesTheRenewed(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      meeting.arrive();
      super.apply(changes, now);
      if (removals.get() > 0) {
        meeting.await();
      }
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      removals.incrementAndGet();
      List<StoredRecord> expired = scan(ScanRequest.of(prefix, 1_000)).records().stream()
          .filter(record -> record.isExpiredAt(now))
          .limit(limit)
          .toList();
      meeting.await();
      meeting.await(); // whoever has come first has done something since
      removals.decrementAndGet();
      expired.forEach(
          record -> super.apply(List.of(Change.remove(record.id(), Expectation.ANY)), now));
      return expired.size();
    }
  }
}
