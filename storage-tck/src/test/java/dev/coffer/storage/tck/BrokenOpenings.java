package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Backends that do not know of other openings what they should. */
final class BrokenOpenings {

  static final List<Candidate> ALL = List.of(
      broken("purges only what it has put itself", PurgesItsOwn::new, "R-DUR-06 R-SHR-11"),
      broken("removes only what it has put itself", RemovesItsOwn::new, "R-DUR-06 R-SHR-12"),
      broken(
          "purges by expiries of its own", PurgesByItsIndex::new, "R-DUR-06 R-SHR-11", "R-PROC-05"),
      broken("has the purged again when it is closed", RevivesThePurged::new, "R-DUR-07"),
      broken(
          "forgets expiries when it is closed",
          ForgetsExpiries::new,
          "R-DUR-01 R-DUR-08",
          "R-DUR-06"),
      broken("tells no other cache of purges", TellsOfChanges::new, "R-SHR-10"),
      broken("puts back on close what it has put", PutsBack::new, "R-SHR-13"),
      broken(
          "has one store id for all places",
          place -> new Numbered(place, 0),
          "R-LIFE-16",
          "R-LIFE-07"),
      broken(
          "hands out its store id to be altered",
          place -> new Numbered(place, System.identityHashCode(place)),
          "R-LIFE-07"));

  private BrokenOpenings() {}

  /** Removes what is chosen, expired or not. */
  private static int remove(MapBackend backend, Predicate<StoredRecord> which, int limit) {
    List<RecordId> ids = backend.records().tailMap(RecordId.of(new byte[0])).values().stream()
        .filter(which)
        .limit(limit)
        .map(StoredRecord::id)
        .toList();
    ids.forEach(backend.records()::remove);
    return ids.size();
  }

  private static Predicate<StoredRecord> expired(RecordId prefix, long now) {
    return record -> record.id().startsWith(prefix) && record.isExpiredAt(now);
  }

  /** Knows the ids that it has put itself. */
  private abstract static class OfItsOwn extends MapBackend {
    private final Set<RecordId> own = new HashSet<>();

    private OfItsOwn(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      own.add(change.id());
    }

    int removeOwn(Predicate<StoredRecord> which, int limit) {
      synchronized (records()) {
        return remove(this, which.and(record -> own.contains(record.id())), limit);
      }
    }
  }

  private static final class PurgesItsOwn extends OfItsOwn {
    private PurgesItsOwn(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      return removeOwn(expired(prefix, now), limit);
    }
  }

  private static final class RemovesItsOwn extends OfItsOwn {
    private RemovesItsOwn(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      removeOwn(record -> record.id().startsWith(prefix), Integer.MAX_VALUE);
    }
  }

  /** What has expired by what it has put, whatever is there now. */
  private static final class PurgesByItsIndex extends MapBackend {
    private final Map<RecordId, StoredRecord> index = new HashMap<>();

    private PurgesByItsIndex(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      change
          .record()
          .ifPresentOrElse(put -> index.put(put.id(), put), () -> index.remove(change.id()));
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      synchronized (records()) {
        List<RecordId> ids = index.values().stream()
            .filter(expired(prefix, now))
            .limit(limit)
            .map(StoredRecord::id)
            .toList();
        ids.forEach(records()::remove);
        ids.forEach(index::remove);
        return ids.size();
      }
    }
  }

  private static final class RevivesThePurged extends MapBackend {
    private final Map<RecordId, StoredRecord> purged = new TreeMap<>();

    private RevivesThePurged(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      purged.remove(change.id());
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      synchronized (records()) {
        Map<RecordId, StoredRecord> before = new TreeMap<>(records());
        int removed = remove(this, expired(prefix, now), limit);
        before.keySet().removeAll(records().keySet());
        purged.putAll(before);
        return removed;
      }
    }

    @Override
    public void close() {
      synchronized (records()) {
        purged.forEach(records()::putIfAbsent);
        purged.clear();
      }
    }
  }

  private static final class ForgetsExpiries extends MapBackend {
    private ForgetsExpiries(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void close() {
      synchronized (records()) {
        records()
            .replaceAll((id, record) ->
                Rewriting.with(record, fields -> fields.expiresAt(StoredRecord.NEVER)));
      }
    }
  }

  /** Its instances have caches, and tell each other what they put and remove one by one. */
  private static final class TellsOfChanges extends MapBackend {
    private static final Map<Integer, Set<TellsOfChanges>> OPEN = new ConcurrentHashMap<>();

    private final Map<RecordId, Optional<StoredRecord>> cache = new ConcurrentHashMap<>();
    private final int place;

    private TellsOfChanges(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      this.place = System.identityHashCode(place);
      OPEN.computeIfAbsent(this.place, unused -> ConcurrentHashMap.newKeySet()).add(this);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (records()) {
        return cache.computeIfAbsent(id, super::get);
      }
    }

    @Override
    void make(Change change) {
      super.make(change);
      OPEN.getOrDefault(place, Set.of()).forEach(open -> open.cache.remove(change.id()));
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      synchronized (records()) {
        cache.clear();
        return remove(this, expired(prefix, now), limit);
      }
    }
  }

  private static final class PutsBack extends MapBackend {
    private final Map<RecordId, StoredRecord> own = new TreeMap<>();

    private PutsBack(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      change.record().ifPresentOrElse(put -> own.put(put.id(), put), () -> own.remove(change.id()));
    }

    @Override
    public void close() {
      synchronized (records()) {
        own.forEach((id, record) -> records().replace(id, record));
        own.clear();
      }
    }
  }

  /** Its store id is an array that all callers have. */
  private static final class Numbered extends MapBackend {
    private final byte[] storeId;

    private Numbered(NavigableMap<RecordId, StoredRecord> place, int number) {
      super(place);
      this.storeId = ByteBuffer.allocate(16).putInt(number).array();
    }

    @Override
    public Optional<byte[]> storeId() {
      return Optional.of(storeId);
    }
  }
}
