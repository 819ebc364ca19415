package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Backends that one thread alone could not tell from a correct one. */
final class BrokenConcurrency {

  static final List<Candidate> ALL = List.of(
      broken("answers what is old after what is new", TakesTurns::new, "R-LIN-01"),
      broken("says that a put is done while it waits its turn", Queues::new, "R-LIN-01"),
      broken("compares versions before it takes the lock", ComparesUnlocked::new, "R-LIN-02"),
      broken("refuses whoever comes while it is busy", RefusesWhenBusy::new, "R-LIN-02"),
      broken("judges by the time of whoever came last", TakesTheLastTime::new, "R-LIN-03"),
      broken("makes a batch for gets bit by bit", PiecemealForGets::new, "R-LIN-04"),
      broken("fills a page bit by bit", FillsPagesSlowly::new, "R-LIN-05"),
      broken("has a lock for each instance", LocksItself::new, "R-LIN-06"),
      broken("makes batches bit by bit for other instances", LocksItsReaders::new, "R-LIN-07"));

  private BrokenConcurrency() {}

  /** Where a put is under way, every other get answers it already. */
  private static final class TakesTurns extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile List<Change> underWay = List.of();

    private TakesTurns(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (writers) {
        synchronized (records()) {
          requireAllowed(changes, now);
        }
        underWay = changes;
        meeting.await();
        synchronized (records()) {
          changes.forEach(this::make);
        }
        underWay = List.of();
      }
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      for (Change change : underWay) {
        if (change.id().equals(id) && turns.incrementAndGet() % 2 == 0) {
          return change.record();
        }
      }
      return super.get(id);
    }
  }

  private static final class Queues extends MapBackend {
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<List<Change>> waiting = new ConcurrentLinkedQueue<>();
    private final Meeting meeting = new Meeting();

    private Queues(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      boolean canWait =
          changes.stream().allMatch(change -> change.expectation().equals(Expectation.ANY));
      if (canWait && !turn.tryLock()) {
        waiting.add(changes);
        return;
      }
      if (!canWait) {
        turn.lock();
      }
      try {
        super.apply(changes, now);
        meeting.await();
      } finally {
        for (List<Change> next = waiting.poll(); next != null; next = waiting.poll()) {
          super.apply(next, now);
        }
        turn.unlock();
      }
    }
  }

  private static final class ComparesUnlocked extends MapBackend {
    private final Meeting meeting = new Meeting();

    private ComparesUnlocked(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      if (changes.stream()
          .noneMatch(change -> change.expectation().kind() == Expectation.Kind.VERSION)) {
        super.apply(changes, now);
        return;
      }
      synchronized (records()) {
        requireAllowed(changes, now);
      }
      meeting.await();
      synchronized (records()) {
        changes.forEach(this::make);
      }
    }
  }

  private static final class RefusesWhenBusy extends MapBackend {
    private final ReentrantLock turn = new ReentrantLock();
    private final Meeting meeting = new Meeting();

    private RefusesWhenBusy(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      for (int i = 0; i < changes.size(); i++) {
        boolean canRefuse = changes.get(i).expectation().kind() == Expectation.Kind.VERSION;
        if (canRefuse && turn.isLocked()) {
          throw new PreconditionFailedException(i);
        }
      }
      turn.lock();
      try {
        super.apply(changes, now);
        meeting.await();
      } finally {
        turn.unlock();
      }
    }
  }

  private static final class TakesTheLastTime extends MapBackend {
    private final Meeting meeting = new Meeting();
    private volatile long time;

    private TakesTheLastTime(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      time = now;
      meeting.await();
      super.apply(changes, time);
    }
  }

  private static final class PiecemealForGets extends MapBackend {
    private final Object writers = new Object();
    private final Meeting meeting = new Meeting();

    private PiecemealForGets(NavigableMap<RecordId, StoredRecord> place) {
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
          if (change == changes.get(0)) {
            meeting.await();
          }
        }
      }
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (writers) {
        return super.scan(request);
      }
    }
  }

  private static final class FillsPagesSlowly extends MapBackend {
    private final Meeting meeting = new Meeting();

    private FillsPagesSlowly(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      RecordPage ids = super.scan(request.withoutValues());
      List<StoredRecord> filled = new ArrayList<>();
      for (StoredRecord listed : ids.records()) {
        get(listed.id()).ifPresent(filled::add);
        if (filled.size() == 1) {
          meeting.await();
        }
      }
      List<StoredRecord> asked = filled.stream()
          .map(seen -> request.values() ? seen : seen.withoutValue())
          .toList();
      return ids.next()
          .map(next -> RecordPage.of(asked, next))
          .orElseGet(() -> RecordPage.last(asked));
    }
  }

  private static final class LocksItself extends MapBackend {
    private final Object lock = new Object();
    private final Meeting meeting = new Meeting();

    private LocksItself(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (lock) {
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

  private static final class LocksItsReaders extends MapBackend {
    private final Object lock = new Object();
    private final Meeting meeting = new Meeting();

    private LocksItsReaders(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (lock) {
        List<Change> first = changes.subList(0, Math.min(1, changes.size()));
        List<Change> rest = changes.subList(first.size(), changes.size());
        synchronized (records()) {
          requireAllowed(changes, now);
          first.forEach(this::make);
        }
        if (!rest.isEmpty()) {
          meeting.await();
          synchronized (records()) {
            rest.forEach(this::make);
          }
        }
      }
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (lock) {
        return super.get(id);
      }
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (lock) {
        return super.scan(request);
      }
    }
  }
}
