package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Backends that do not answer what is there. */
final class BrokenVisibility {

  static final List<Candidate> ALL = List.of(
      broken(
          "hides the expired from get",
          HidesExpired::new,
          "R-DUR-01 R-EXP-09 R-EXP-11 R-EXP-20 R-FAC-01 R-FAC-03 R-FAC-04 R-FAC-05",
          "R-LIST-12 R-REC-01 R-REC-11 R-REC-12 R-REC-17 R-REM-09 R-REM-14 R-RESEAL-01",
          "R-SEAL-04",
          "R-REC-23 R-SHR-10"),
      broken(
          "answers null where nothing is",
          AnswersNull::new,
          "R-BAT-13 R-DUR-02 R-EXP-08 R-EXP-10 R-EXP-12 R-EXP-13 R-EXP-19 R-FAC-01",
          "R-FAC-02 R-FAC-03 R-FAC-04 R-FAC-05 R-FAC-06 R-FAC-07 R-FAC-08 R-FAC-09",
          "R-FAC-10 R-FAC-13 R-FAC-14 R-FAC-15 R-FAIL-01 R-FAIL-02 R-FAIL-03 R-FAIL-04",
          "R-FAIL-05 R-FAIL-06 R-IO-02 R-LIFE-02 R-LIFE-11 R-LIM-01 R-LIM-02 R-LIM-03",
          "R-LIM-04 R-LIM-05 R-LIM-06 R-LIM-07 R-LIM-08 R-LIST-01 R-LIST-02 R-LIST-03",
          "R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-07 R-LIST-08 R-LIST-09 R-LIST-10 R-LIST-11",
          "R-LIST-12 R-RACE-04 R-RACE-06 R-RACE-07 R-REC-02 R-REC-14 R-REC-15 R-REC-16",
          "R-REC-17 R-REC-21 R-REM-01 R-REM-05 R-REM-06 R-REM-13 R-REM-15 R-REM-16",
          "R-RESEAL-01 R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06 R-RING-01 R-RING-02",
          "R-RING-03 R-RING-04 R-RING-05 R-RING-06 R-RING-07 R-RING-08 R-RING-09 R-SEAL-01",
          "R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-07 R-SEAL-08 R-SEC-01",
          "R-SEC-02 R-SEC-03 R-SEC-04 R-SEC-05 R-SHR-01",
          "R-DUR-07 R-LIFE-13 R-REM-14 R-SHR-10"),
      broken(
          "ignores removals",
          IgnoresRemovals::new,
          "R-BAT-01 R-DUR-02 R-EXP-10 R-EXP-12 R-EXP-13 R-EXP-21 R-FAC-06 R-FAC-07",
          "R-FAC-08 R-FAC-10 R-FAC-14 R-FAIL-06 R-IO-03 R-KILL-02 R-KILL-03 R-KILL-04",
          "R-LIFE-11 R-LIST-07 R-PAGE-15 R-PROC-05 R-RACE-04 R-RACE-07 R-REC-14 R-REC-16",
          "R-REC-17 R-REC-21 R-REC-22 R-REM-01 R-REM-02 R-REM-03 R-REM-04 R-REM-05",
          "R-REM-06 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12 R-REM-13 R-REM-14",
          "R-REM-15 R-REM-16 R-RESEAL-02 R-RESEAL-03 R-RING-04 R-RING-06 R-SEAL-08 R-SHR-01",
          "R-BAT-18 R-DUR-06 R-DUR-07 R-LIFE-13 R-REM-17 R-REM-18 R-REM-19 R-SCAN-14",
          "R-SHR-10 R-SHR-11 R-SHR-12 R-SHR-13"),
      broken(
          "fails to remove the absent",
          FailsToRemoveTheAbsent::new,
          "R-EXP-13 R-FAC-06 R-FAIL-06 R-REC-15 R-REC-17",
          "R-BAT-18 R-BAT-19"),
      broken(
          "answers from a cache of its own",
          Caches::new,
          "R-PROC-05",
          "R-SHR-01 R-SHR-03 R-SHR-04",
          "R-SHR-10"),
      broken(
          "answers a thread what it has read before", CachesByThread::new, "R-REC-21", "R-SHR-10"),
      broken(
          "keeps what a thread has written to that thread",
          BuffersByThread::new,
          "R-IO-01 R-IO-02 R-IO-03 R-KILL-01 R-KILL-02 R-PROC-05",
          "R-LIFE-08 R-LIFE-09 R-RACE-01 R-REC-13 R-REC-21 R-SHR-01",
          "R-BAT-06 R-LIFE-13 R-LIFE-14 R-SHR-10 R-SHR-11 R-SHR-12 R-SHR-13"));

  private BrokenVisibility() {}

  private static final class HidesExpired extends MapBackend {
    private HidesExpired(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return super.get(id).filter(record -> !record.isExpiredAt(System.currentTimeMillis()));
    }
  }

  private static final class AnswersNull extends MapBackend {
    private AnswersNull(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return super.get(id).isEmpty() ? null : super.get(id);
    }
  }

  private static final class IgnoresRemovals extends MapBackend {
    private IgnoresRemovals(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      if (change.record().isPresent()) {
        super.make(change);
      }
    }
  }

  private static final class FailsToRemoveTheAbsent extends MapBackend {
    private FailsToRemoveTheAbsent(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return super.isAllowed(change, now)
          && (change.record().isPresent() || records().containsKey(change.id()));
    }
  }

  private static final class Caches extends ForwardingBackend {
    private final Map<RecordId, Optional<StoredRecord>> cache = new ConcurrentHashMap<>();

    private Caches(NavigableMap<RecordId, StoredRecord> place) {
      super(new MapBackend(place));
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return cache.computeIfAbsent(id, super::get);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      super.apply(changes, now);
      changes.forEach(change -> cache.put(change.id(), change.record()));
    }

    @Override
    public void removePrefix(RecordId prefix) {
      super.removePrefix(prefix);
      cache.keySet().removeIf(id -> id.startsWith(prefix));
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      cache.clear();
      return super.removeExpired(prefix, now, limit);
    }
  }

  /** What a thread has read is forgotten only when that thread changes something. */
  private static final class CachesByThread extends MapBackend {
    private final ThreadLocal<Map<RecordId, Optional<StoredRecord>>> read =
        ThreadLocal.withInitial(HashMap::new);

    private CachesByThread(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return read.get().computeIfAbsent(id, super::get);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      read.remove();
      super.apply(changes, now);
    }
  }

  /** What a thread has written it keeps to itself until it asks for something, or all is closed. */
  private static final class BuffersByThread extends MapBackend {
    private final Map<Thread, Runnable> buffered = new LinkedHashMap<>();

    private BuffersByThread(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      flush(Thread.currentThread());
      return super.get(id);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      flush(Thread.currentThread());
      return super.scan(request);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      flush(Thread.currentThread());
      List<Change> kept = List.copyOf(changes);
      synchronized (records()) {
        requireAllowed(kept, now);
        buffered.put(Thread.currentThread(), () -> kept.forEach(this::make));
      }
    }

    @Override
    public void close() {
      synchronized (records()) {
        List.copyOf(buffered.keySet()).forEach(this::flush);
      }
    }

    private void flush(Thread thread) {
      synchronized (records()) {
        Optional.ofNullable(buffered.remove(thread)).ifPresent(Runnable::run);
      }
    }
  }
}
