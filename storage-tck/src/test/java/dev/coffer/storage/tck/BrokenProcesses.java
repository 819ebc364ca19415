package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Backends that only another process, its death or a failing disk shows to be wrong. */
final class BrokenProcesses {

  static final List<Candidate> ALL = List.of(
      broken(
          "keeps all changes in memory until it is closed",
          WritesBehind::new,
          "R-IO-01 R-IO-02 R-IO-03 R-KILL-01 R-KILL-02 R-KILL-03 R-KILL-04 R-PROC-01",
          "R-PROC-02 R-PROC-04 R-PROC-05 R-PROC-06 R-SEC-02"),
      broken(
          "keeps removals in memory until it is closed",
          RemovesBehind::new,
          "R-KILL-02 R-KILL-03 R-KILL-04 R-IO-03 R-PROC-05 R-PROC-06"),
      broken("writes a batch change by change", WritesPiecemeal::new, "R-KILL-03"),
      broken("leaves its lock when it dies", LeavesItsLock::new, "R-KILL-03 R-KILL-04 R-PROC-07"),
      broken(
          "opens only what was closed",
          OpensOnlyTheClosed::new,
          "R-KILL-01 R-KILL-02 R-KILL-03 R-KILL-04 R-IO-02 R-IO-03"),
      broken(
          "has locks for its own process only",
          LocksItsProcess::new,
          "R-PROC-01 R-PROC-02 R-PROC-03 R-PROC-04"),
      broken("has a cache in each process", Caches::new, "R-PROC-05"),
      broken("has nothing where it cannot read", HasNothing::new, "R-IO-01 R-IO-03")
          .breakingDown(),
      broken("fails to write in silence", WritesInSilence::new, "R-IO-02").breakingDown(),
      broken("claims to write on a full disk", WritesInSilence::new, "R-IO-01 R-IO-02 R-IO-03"),
      broken("makes later what it has refused", MakesLater::new, "R-IO-02"),
      broken("empties a disk that is full", EmptiesTheFull::new, "R-IO-01 R-IO-02 R-IO-03"),
      broken("fails to remove in silence", RemovesInSilence::new, "R-IO-03"),
      broken("cannot remove, in silence", RemovesInSilence::new, "R-IO-03").breakingDown());

  private BrokenProcesses() {}

  private static final class WritesBehind extends MapBackend {
    private static final PerProcess<TreeMap<RecordId, StoredRecord>> COPIES =
        new PerProcess<>(TreeMap::new);
    private final NavigableMap<RecordId, StoredRecord> place;

    private WritesBehind(NavigableMap<RecordId, StoredRecord> place) {
      super(copy(place));
      this.place = place;
    }

    private static NavigableMap<RecordId, StoredRecord> copy(
        NavigableMap<RecordId, StoredRecord> place) {
      NavigableMap<RecordId, StoredRecord> copy = COPIES.at(place);
      synchronized (copy) {
        if (copy.isEmpty()) {
          copy.putAll(place);
        }
      }
      return copy;
    }

    @Override
    public void close() {
      synchronized (records()) {
        place.clear();
        place.putAll(records());
        COPIES.forget(place);
      }
    }
  }

  private static final class RemovesBehind extends MapBackend {
    private static final PerProcess<Set<StoredRecord>> REMOVED =
        new PerProcess<>(() -> Collections.newSetFromMap(new IdentityHashMap<>()));

    private RemovesBehind(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    private boolean isRemoved(StoredRecord record) {
      return REMOVED.at(records()).contains(record);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (records()) {
        return super.get(id).filter(record -> !isRemoved(record));
      }
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return change.isAllowed(get(change.id()).orElse(null), now);
    }

    @Override
    void make(Change change) {
      if (change.record().isPresent()) {
        REMOVED.at(records()).remove(change.record().get());
        super.make(change);
      } else {
        super.get(change.id()).ifPresent(there -> REMOVED.at(records()).add(there));
      }
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (records()) {
        return request.page(records().tailMap(request.from()).values().stream()
            .filter(record -> !isRemoved(record))
            .iterator());
      }
    }

    @Override
    public void close() {
      synchronized (records()) {
        records().values().removeIf(this::isRemoved);
        REMOVED.forget(records());
      }
    }
  }

  private static final class WritesPiecemeal extends MapBackend {
    private WritesPiecemeal(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      SimulatedProcess.mayDie();
    }
  }

  private static final class LeavesItsLock extends MapBackend {
    private static final Map<Integer, Boolean> LOCKED = new ConcurrentHashMap<>();

    private LeavesItsLock(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      int lock = System.identityHashCode(records());
      synchronized (records()) {
        if (LOCKED.putIfAbsent(lock, true) != null) {
          throw new StorageUnavailableException("Somebody else is writing.", null);
        }
        SimulatedProcess.mayDie();
        try {
          super.apply(changes, now);
        } finally {
          LOCKED.remove(lock);
        }
      }
    }
  }

  private static final class OpensOnlyTheClosed extends MapBackend {
    private static final Map<Integer, SimulatedProcess> OPENED = new ConcurrentHashMap<>();

    private OpensOnlyTheClosed(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      int key = System.identityHashCode(place);
      SimulatedProcess other = OPENED.get(key);
      if (other != null && !other.isAlive()) {
        throw new StorageUnavailableException("The place was not closed.", null);
      }
      SimulatedProcess.current().ifPresent(process -> OPENED.put(key, process));
    }
  }

  private static final class LocksItsProcess extends MapBackend {
    private static final PerProcess<Object> LOCKS = new PerProcess<>(Object::new);
    private static final Meeting BETWEEN = new Meeting();

    private LocksItsProcess(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      synchronized (LOCKS.at(records())) {
        synchronized (records()) {
          requireAllowed(changes, now);
        }
        BETWEEN.await();
        synchronized (records()) {
          changes.forEach(this::make);
        }
      }
    }
  }

  private static final class Caches extends MapBackend {
    private static final PerProcess<Map<RecordId, StoredRecord>> CACHES =
        new PerProcess<>(ConcurrentHashMap::new);

    private Caches(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    private Map<RecordId, StoredRecord> cache() {
      return CACHES.at(records());
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (records()) {
        Optional<StoredRecord> cached = Optional.ofNullable(cache().get(id));
        Optional<StoredRecord> found = cached.or(() -> super.get(id));
        found.ifPresent(record -> cache().put(id, record));
        return found;
      }
    }

    @Override
    void make(Change change) {
      super.make(change);
      cache().remove(change.id());
    }

    @Override
    public void close() {
      CACHES.forget(records());
    }
  }

  private static final class HasNothing extends MapBackend {
    private HasNothing(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      try {
        return super.get(id);
      } catch (StorageUnavailableException gone) {
        return Optional.empty();
      }
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      try {
        return super.scan(request);
      } catch (StorageUnavailableException gone) {
        return RecordPage.last(List.of());
      }
    }
  }

  private static final class WritesInSilence extends MapBackend {
    private WritesInSilence(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      try {
        super.apply(changes, now);
      } catch (StorageUnavailableException lost) {
        return;
      }
    }
  }

  private static final class MakesLater extends MapBackend {
    private static final Map<Integer, List<Change>> REFUSED = new ConcurrentHashMap<>();

    private MakesLater(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      List<Change> refused = REFUSED.remove(System.identityHashCode(place));
      if (refused != null) {
        refused.forEach(this::make);
      }
    }

    @Override
    public void apply(List<Change> changes, long now) {
      try {
        super.apply(changes, now);
      } catch (StorageUnavailableException full) {
        REFUSED.put(System.identityHashCode(records()), changes);
        throw full;
      }
    }
  }

  private static final class EmptiesTheFull extends MapBackend {
    private EmptiesTheFull(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      try {
        super.apply(changes, now);
      } catch (StorageUnavailableException full) {
        synchronized (records()) {
          records().clear();
        }
        throw full;
      }
    }
  }

  private static final class RemovesInSilence extends MapBackend {
    private RemovesInSilence(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      try {
        super.removePrefix(prefix);
      } catch (StorageUnavailableException lost) {
        return;
      }
    }
  }
}
