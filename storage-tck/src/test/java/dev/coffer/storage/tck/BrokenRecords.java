package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Backends that keep something else than they were given. */
final class BrokenRecords {

  static final List<Candidate> ALL = List.of(
      broken(
          "drops the flags",
          place -> Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.flags(0))),
          "R-DUR-01 R-EXP-20 R-KILL-01 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-REC-01",
          "R-SCAN-06 R-SEAL-04 R-SEAL-08",
          "R-REC-23 R-REC-24"),
      broken(
          "keeps the epoch as a signed number",
          place -> Rewriting.of(
              place, r -> Rewriting.with(r, copy -> copy.epoch(Math.max(0, r.epoch())))),
          "R-KILL-01",
          "R-DUR-01 R-REC-01 R-REC-17 R-SCAN-06",
          "R-REC-23 R-REC-24 R-SCAN-15"),
      broken(
          "keeps the suite in a signed short",
          place ->
              Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.suite(r.suite() & 0x7FFF))),
          "R-DUR-01 R-KILL-01 R-REC-01 R-REC-17 R-RESEAL-01 R-RESEAL-02 R-RESEAL-03 R-RESEAL-04",
          "R-RESEAL-05 R-RESEAL-06 R-RING-01 R-RING-02 R-RING-03 R-RING-04 R-RING-06 R-RING-07",
          "R-RING-08 R-RING-09 R-SCAN-06 R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05",
          "R-SEAL-06 R-SEAL-07 R-SEAL-08",
          "R-REC-23 R-REC-24"),
      broken(
          "drops the domain",
          place -> Rewriting.of(
              place,
              r -> Rewriting.with(r, copy -> copy.domain(new byte[StoredRecord.DOMAIN_LENGTH]))),
          "R-DUR-01 R-KILL-01 R-REC-01 R-REC-04 R-SCAN-06 R-SEAL-04",
          "R-REC-23 R-REC-24"),
      broken(
          "trims zeros from values",
          place -> Rewriting.of(place, r -> Rewriting.with(r, copy -> copy.value(trim(r.value())))),
          "R-FAC-01 R-FAC-02 R-FAC-03 R-FAC-04 R-FAC-05 R-FAC-06 R-FAC-07",
          "R-FAC-08 R-FAC-09 R-FAC-10 R-FAC-13 R-FAC-14 R-FAC-15 R-FAIL-01 R-FAIL-04",
          "R-FAIL-06 R-LIM-01 R-LIM-02 R-LIM-04 R-LIM-05 R-LIM-08 R-LIST-03 R-LIST-04",
          "R-LIST-06 R-LIST-07 R-LIST-08 R-REC-04 R-REC-05 R-REC-20 R-SCAN-06 R-SEAL-06",
          "R-BAT-05 R-BAT-15 R-REC-23 R-REC-24"),
      broken(
          "cuts long values",
          place -> Rewriting.of(
              place,
              r -> Rewriting.with(
                  r, c -> c.value(Arrays.copyOf(r.value(), Math.min(r.value().length, 65_535))))),
          "R-IO-01 R-IO-02 R-KILL-01",
          "R-DUR-01 R-LIM-05 R-REC-09 R-REC-19",
          "R-PAGE-16"),
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
          "R-FAC-04 R-FAC-05 R-FAC-14 R-KILL-01 R-LIST-03 R-REC-01 R-REC-11 R-REC-12",
          "R-REC-17 R-REM-07 R-REM-10 R-RESEAL-01 R-SCAN-10",
          "R-BAT-18 R-BAT-19 R-DUR-08 R-EXP-23 R-REC-23 R-REC-24"),
      broken(
          "takes an empty value for absence",
          EmptyIsAbsent::new,
          "R-REC-01 R-REC-10 R-REC-16 R-REC-19 R-SEAL-06"),
      broken(
          "folds the case of ids",
          FoldsCase::new,
          "R-BAT-05 R-BAT-15 R-BAT-16 R-DUR-02 R-PAGE-09 R-REC-04 R-REC-06 R-REC-07",
          "R-REM-08 R-REM-16 R-RESEAL-03 R-SCAN-03",
          "R-REM-17 R-REM-18 R-REM-19 R-SCAN-13"),
      broken(
          "takes a length of 65,535 for none",
          place -> Rewriting.of(
              place,
              r -> r.value().length == 65_535
                  ? Rewriting.with(r, copy -> copy.value(new byte[0]))
                  : r),
          "R-REC-19"),
      broken("has ids of 160 bytes at most", Ids160::new, "R-PAGE-07 R-REC-08", "R-SCAN-14"),
      broken("removes with a record those whose ids begin with its", RemovesBelow::new, "R-REC-22"),
      broken(
          "ignores an earlier version that comes back",
          EarlierVersion::new,
          "R-REC-20 R-SEAL-02 R-SEAL-04 R-SEAL-07"),
      broken(
          "takes a put of the version that is there for done",
          SameVersion::new,
          "R-EXP-14 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-REC-20 R-RESEAL-01 R-RESEAL-04",
          "R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-08"));

  private BrokenRecords() {}

  private static byte[] trim(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
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

  private static final class Ids160 extends MapBackend {
    private Ids160(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      for (Change change : changes) {
        if (change.id().length() > 160) {
          throw new StorageUnavailableException("The column is too short.", null);
        }
      }
      super.apply(changes, now);
    }
  }

  private static final class RemovesBelow extends MapBackend {
    private RemovesBelow(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      if (change.record().isEmpty()) {
        records().keySet().removeIf(id -> id.startsWith(change.id()));
      }
      super.make(change);
    }
  }

  private static final class EarlierVersion extends MapBackend {
    private final Map<RecordId, Set<Version>> seen = new HashMap<>();

    private EarlierVersion(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      StoredRecord old = records().get(change.id());
      Set<Version> earlier = seen.computeIfAbsent(change.id(), unused -> new HashSet<>());
      if (old != null) {
        earlier.add(old.version());
      }
      boolean isBack = change
          .record()
          .map(StoredRecord::version)
          .filter(version -> old != null && !version.equals(old.version()))
          .map(earlier::contains)
          .orElse(false);
      if (!isBack) {
        super.make(change);
      }
    }
  }

  private static final class SameVersion extends MapBackend {
    private SameVersion(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      StoredRecord old = records().get(change.id());
      boolean isDone = old != null
          && change.record().map(put -> put.version().equals(old.version())).orElse(false);
      if (!isDone) {
        super.make(change);
      }
    }
  }
}
