package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Backends that give back something else than they were given. */
final class BrokenRecords {

  static final List<Candidate> ALL = List.of(
      broken(
          "drops the flags",
          place -> Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.flags(0))),
          "R-DUR-01 R-EXP-20 R-FAC-11 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-REC-01",
          "R-SCAN-06"),
      broken(
          "keeps the epoch as a signed number",
          place -> Rewriting.of(
              place, r -> Rewriting.with(r, copy -> copy.epoch(Math.max(0, r.epoch())))),
          "R-DUR-01 R-REC-01 R-REC-17 R-SCAN-06"),
      broken(
          "keeps the suite in a signed short",
          place ->
              Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.suite(r.suite() & 0x7FFF))),
          "R-DUR-01 R-REC-01 R-REC-17 R-SCAN-06"),
      broken(
          "drops the domain",
          place -> Rewriting.of(
              place,
              r -> Rewriting.with(r, copy -> copy.domain(new byte[StoredRecord.DOMAIN_LENGTH]))),
          "R-DUR-01 R-REC-01 R-REC-04 R-SCAN-06"),
      broken(
          "trims zeros from values",
          place -> Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.value(trim(r.value())))),
          "R-BAT-15 R-FAC-01 R-FAC-02 R-FAC-03 R-FAC-04 R-FAC-05 R-FAC-06 R-FAC-07",
          "R-FAC-08 R-FAC-09 R-FAC-10 R-FAC-11 R-FAC-12 R-FAC-13 R-FAC-14 R-FAC-15",
          "R-FAIL-01 R-FAIL-04 R-FAIL-06 R-LIM-01 R-LIM-02 R-LIM-04 R-LIM-05 R-LIM-08",
          "R-LIST-03 R-LIST-04 R-LIST-06 R-LIST-07 R-LIST-08 R-REC-04 R-REC-05 R-REC-20",
          "R-SCAN-06"),
      broken(
          "cuts long values",
          place -> Rewriting.of(
              place,
              r -> Rewriting.with(
                  r, c -> c.value(Arrays.copyOf(r.value(), Math.min(r.value().length, 65_535))))),
          "R-DUR-01 R-LIM-05 R-REC-09 R-REC-19"),
      broken(
          "keeps the expiry in seconds",
          place -> Rewriting.of(
              place,
              r -> Rewriting.with(
                  r,
                  copy -> copy.expiresAt(
                      r.expiresAt() == StoredRecord.NEVER
                          ? StoredRecord.NEVER
                          : Math.floorDiv(r.expiresAt(), 1_000) * 1_000))),
          "R-DUR-01 R-EXP-05 R-EXP-09 R-EXP-11 R-EXP-16 R-EXP-20 R-EXP-22 R-FAC-01",
          "R-FAC-04 R-FAC-05 R-FAC-14 R-LIST-03 R-REC-01 R-REC-11 R-REC-12 R-REC-17",
          "R-REM-07 R-REM-10 R-SCAN-10"),
      broken(
          "hides the expired from get",
          HidesExpired::new,
          "R-DUR-01 R-EXP-09 R-EXP-11 R-EXP-20 R-FAC-01 R-FAC-03 R-FAC-04 R-FAC-05",
          "R-LIST-12 R-REC-01 R-REC-11 R-REC-12 R-REC-17 R-REM-09 R-REM-14"),
      broken(
          "answers null where nothing is",
          AnswersNull::new,
          "R-BAT-13 R-DUR-02 R-EXP-08 R-EXP-10 R-EXP-12 R-EXP-13 R-EXP-19 R-FAC-01",
          "R-FAC-02 R-FAC-03 R-FAC-04 R-FAC-05 R-FAC-06 R-FAC-07 R-FAC-08 R-FAC-09",
          "R-FAC-10 R-FAC-11 R-FAC-12 R-FAC-13 R-FAC-14 R-FAC-15 R-FAIL-01 R-FAIL-02",
          "R-FAIL-03 R-FAIL-04 R-FAIL-05 R-FAIL-06 R-LIFE-02 R-LIFE-11 R-LIM-01",
          "R-LIM-02 R-LIM-03 R-LIM-04 R-LIM-05 R-LIM-06 R-LIM-07 R-LIM-08 R-LIST-01",
          "R-LIST-02 R-LIST-03 R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-07 R-LIST-08",
          "R-LIST-09 R-LIST-10 R-LIST-11 R-LIST-12 R-RACE-04 R-RACE-06 R-RACE-07",
          "R-REC-02 R-REC-14 R-REC-15 R-REC-16 R-REC-17 R-REC-21 R-REM-01 R-REM-05",
          "R-REM-06 R-REM-13 R-REM-15 R-REM-16 R-SHR-01"),
      broken(
          "folds the case of ids",
          FoldsCase::new,
          "R-BAT-05 R-BAT-15 R-BAT-16 R-DUR-02 R-PAGE-09 R-REC-04 R-REC-06 R-REC-07",
          "R-REM-08 R-REM-16 R-SCAN-03"),
      broken(
          "ignores removals",
          IgnoresRemovals::new,
          "R-BAT-01 R-DUR-02 R-EXP-10 R-EXP-12 R-EXP-13 R-EXP-21 R-FAC-06 R-FAC-07",
          "R-FAC-08 R-FAC-10 R-FAC-12 R-FAC-14 R-FAIL-06 R-LIFE-11 R-LIST-07 R-PAGE-15",
          "R-RACE-04 R-RACE-07 R-REC-14 R-REC-16 R-REC-17 R-REC-21 R-REC-22 R-REM-01",
          "R-REM-02 R-REM-03 R-REM-04 R-REM-05 R-REM-06 R-REM-07 R-REM-08 R-REM-09",
          "R-REM-10 R-REM-12 R-REM-13 R-REM-14 R-REM-15 R-REM-16 R-SHR-01"),
      broken(
          "fails to remove the absent",
          FailsToRemoveTheAbsent::new,
          "R-EXP-13 R-FAC-06 R-FAIL-06 R-REC-15 R-REC-17"),
      broken("answers from a cache of its own", Caches::new, "R-SHR-01 R-SHR-03 R-SHR-04"),
      broken(
          "takes an empty value for absence",
          EmptyIsAbsent::new,
          "R-REC-01 R-REC-10 R-REC-16 R-REC-19"));

  private BrokenRecords() {}

  private static byte[] trim(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }

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

  private static final class FoldsCase extends ForwardingBackend {
    private FoldsCase(NavigableMap<RecordId, StoredRecord> place) {
      super(new MapBackend(place));
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Change.requireBatch(changes);
      super.apply(changes.stream().map(FoldsCase::folded).toList(), now);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return super.get(folded(id)).map(record -> under(id, record));
    }

    private static Change folded(Change change) {
      return change
          .record()
          .map(r -> Change.put(under(folded(change.id()), r), change.expectation()))
          .orElseGet(() -> Change.remove(folded(change.id()), change.expectation()));
    }

    private static StoredRecord under(RecordId id, StoredRecord record) {
      return StoredRecord.builder(id, record.version())
          .expiresAt(record.expiresAt())
          .domain(record.domain())
          .epoch(record.epoch())
          .suite(record.suite())
          .flags(record.flags())
          .name(record.name())
          .value(record.value())
          .build();
    }

    private static RecordId folded(RecordId id) {
      byte[] bytes = id.toBytes();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bytes[i] == 'A' ? 'a' : bytes[i]);
      }
      return RecordId.of(bytes);
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

  private static final class EmptyIsAbsent extends MapBackend {
    private EmptyIsAbsent(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return super.get(id).filter(record -> record.value().length > 0);
    }
  }
}
