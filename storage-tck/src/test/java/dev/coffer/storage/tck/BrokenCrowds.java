package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Backends that cannot stand many callers, interrupted ones, or a place that fails halfway. */
final class BrokenCrowds {

  static final List<Candidate> ALL = List.of(
      broken("swallows the flag of removals", SwallowsInRemovals::new, "R-LIFE-13"),
      broken("breaks a batch off when it is interrupted", BreaksOff::new, "R-LIFE-14"),
      broken("denies what it has done when it is interrupted", Denies::new, "R-LIFE-14"),
      broken("has eight connections, and needs two for a page", SmallPool::new, "R-LIFE-15"),
      broken("takes a failure for a refusal", TakesForRefusal::new, "R-IO-02").breakingDown(),
      broken("takes a failure for the end of a scan", TakesForTheEnd::new, "R-IO-01")
          .breakingDown());

  private BrokenCrowds() {}

  private static final class SwallowsInRemovals extends MapBackend {
    private SwallowsInRemovals(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      Thread.interrupted();
      super.removePrefix(prefix);
    }
  }

  private static final class BreaksOff extends MapBackend {
    private BreaksOff(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (records()) {
        if (changes.size() > 1 && Thread.currentThread().isInterrupted()) {
          super.apply(changes.subList(0, 1), now);
          throw new StorageUnavailableException("The caller was interrupted.", null);
        }
        super.apply(changes, now);
      }
    }
  }

  private static final class Denies extends MapBackend {
    private Denies(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      super.apply(changes, now);
      if (Thread.currentThread().isInterrupted()) {
        throw new StorageUnavailableException("The caller was interrupted.", null);
      }
    }
  }

  private static final class SmallPool extends MapBackend {
    private static final int PATIENCE = 100;

    private final Semaphore pool = new Semaphore(8);
    private final Meeting meeting = new Meeting();

    private SmallPool(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      borrow();
      try {
        meeting.await();
        borrow();
        try {
          return super.scan(request);
        } finally {
          pool.release();
        }
      } finally {
        pool.release();
      }
    }

    private void borrow() {
      try {
        if (pool.tryAcquire(PATIENCE, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new StorageUnavailableException("All connections are taken.", null);
    }
  }

  private static final class TakesForRefusal extends MapBackend {
    private TakesForRefusal(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      try {
        return super.isAllowed(change, now);
      } catch (StorageUnavailableException unread) {
        if (change.expectation().kind() == Expectation.Kind.VERSION) {
          throw (PreconditionFailedException) new PreconditionFailedException(0).initCause(unread);
        }
        throw unread;
      }
    }
  }

  private static final class TakesForTheEnd extends MapBackend {
    private TakesForTheEnd(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      try {
        return super.scan(request);
      } catch (StorageUnavailableException failure) {
        if (request.after().isEmpty()) {
          throw failure;
        }
        return RecordPage.last(List.of());
      }
    }
  }
}
