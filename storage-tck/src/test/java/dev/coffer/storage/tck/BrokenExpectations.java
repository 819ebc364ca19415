package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Backends that judge expectations in ways of their own. */
final class BrokenExpectations {

  static final List<Candidate> ALL = List.of(
      judging(
          "takes the expired for live",
          (change, current, now) -> change.isAllowed(current, Long.MIN_VALUE),
          "R-EXP-03 R-EXP-04 R-EXP-09 R-EXP-11 R-EXP-12 R-EXP-17 R-EXP-22 R-FAC-04",
          "R-FAC-05 R-FAC-07 R-RACE-02 R-RESEAL-03 R-SHR-03",
          "R-BAT-18 R-BAT-19 R-DUR-08 R-EXP-23 R-EXP-24 R-REC-23"),
      judging(
          "takes what expires now for live",
          (change, current, now) -> change.isAllowed(current, now - 1),
          "R-EXP-04 R-EXP-16 R-EXP-17 R-EXP-22 R-FAC-04 R-FAC-05 R-FAC-07 R-FAC-14",
          "R-RACE-02 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12 R-REM-14 R-REM-15",
          "R-REM-16 R-RESEAL-03 R-SHR-03",
          "R-BAT-18 R-BAT-19 R-DUR-06 R-DUR-07 R-DUR-08 R-EXP-23 R-EXP-24 R-LIFE-13",
          "R-PROC-05 R-REC-23 R-REM-18 R-REM-19 R-SCAN-14 R-SHR-10 R-SHR-11"),
      judging(
          "takes what expires in a millisecond for expired",
          (change, current, now) -> change.isAllowed(current, now + 1),
          "R-EXP-05 R-EXP-16 R-EXP-22 R-REM-07",
          "R-BAT-18 R-BAT-19 R-DUR-08 R-EXP-23"),
      judging(
          "asks the system for the time",
          (change, current, now) -> change.isAllowed(current, System.currentTimeMillis()),
          "R-EXP-05 R-EXP-16 R-EXP-17 R-EXP-20 R-EXP-22 R-FAC-04 R-FAC-14 R-REM-07",
          "R-REM-08 R-REM-09 R-REM-10 R-REM-12 R-REM-14 R-REM-15 R-REM-16 R-RESEAL-01",
          "R-BAT-18 R-BAT-19 R-DUR-06 R-DUR-07 R-DUR-08 R-EXP-23 R-LIFE-13 R-PROC-05",
          "R-REM-18 R-REM-19 R-SCAN-14 R-SHR-10 R-SHR-11"),
      judging(
          "lets a version match where nothing is",
          (change, current, now) -> current == null || change.isAllowed(current, now),
          "R-DUR-03 R-EXP-08 R-EXP-11 R-EXP-19 R-EXP-21 R-FAC-05 R-FAC-07 R-RACE-04",
          "R-RESEAL-03",
          "R-BAT-19 R-EXP-23"),
      judging(
          "takes any version for the expected one",
          (change, current, now) -> change.expectation().kind() == Expectation.Kind.VERSION
              ? current != null && !current.isExpiredAt(now)
              : change.isAllowed(current, now),
          "R-DUR-03 R-EXP-07 R-EXP-11 R-EXP-20 R-FAC-05 R-FAC-07 R-RACE-03 R-RESEAL-03"),
      judging(
          "compares the first half of versions",
          (change, current, now) -> change
              .expectation()
              .version()
              .map(expected -> current != null
                  && !current.isExpiredAt(now)
                  && Arrays.equals(expected.toBytes(), 0, 8, current.version().toBytes(), 0, 8))
              .orElse(change.isAllowed(current, now)),
          "R-DUR-03 R-EXP-07 R-EXP-11 R-EXP-20 R-RACE-03"),
      judging(
          "puts on ABSENT whatever is there",
          (change, current, now) ->
              change.expectation().equals(Expectation.ABSENT) || change.isAllowed(current, now),
          "R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-13 R-BAT-16 R-DUR-04 R-EXP-02 R-EXP-05",
          "R-EXP-12 R-EXP-15 R-EXP-16 R-EXP-18 R-EXP-20 R-EXP-22 R-FAC-04 R-FAC-08",
          "R-FAC-15 R-RACE-01 R-RACE-02 R-RACE-06 R-SHR-02 R-SHR-03",
          "R-BAT-19 R-DUR-08 R-EXP-23 R-EXP-24 R-LIFE-14"),
      judging(
          "removes whatever is expected",
          (change, current, now) -> change.record().isEmpty() || change.isAllowed(current, now),
          "R-EXP-07 R-EXP-11 R-EXP-12 R-EXP-19 R-EXP-20 R-EXP-21 R-FAC-07 R-RACE-04",
          "R-BAT-19 R-DUR-08 R-EXP-23"),
      judging(
          "refuses a put that keeps its version",
          (change, current, now) -> change.isAllowed(current, now)
              && (current == null
                  || change.record().isEmpty()
                  || !change.record().get().version().equals(current.version())),
          "R-EXP-14 R-LIFE-10 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-REC-20 R-REM-06",
          "R-REM-13 R-RESEAL-01 R-RESEAL-04 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-08",
          "R-EXP-24 R-LIFE-14"),
      broken(
          "says that the first change was refused",
          FirstIndex::new,
          "R-BAT-03 R-BAT-04 R-BAT-16 R-DUR-04 R-EXP-18 R-EXP-19 R-FAC-08",
          "R-BAT-19 R-EXP-23"),
      broken("says which change was refused last", LastIndex::new, "R-EXP-19 R-FAC-08", "R-EXP-23"),
      judging(
          "refuses ABSENT where nothing is",
          (change, current, now) -> change.isAllowed(current, now)
              && (current != null
                  || change.record().isEmpty()
                  || !change.expectation().equals(Expectation.ABSENT)),
          "R-BAT-01 R-BAT-04 R-DUR-03 R-EXP-01 R-EXP-18 R-EXP-19 R-EXP-21 R-FAC-04",
          "R-FAC-08 R-FAC-15 R-KILL-04 R-RACE-01 R-RACE-06 R-RACE-08 R-RESEAL-01 R-RESEAL-02",
          "R-RESEAL-03 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06 R-RING-01 R-RING-02 R-RING-03 R-RING-04",
          "R-RING-05 R-RING-06 R-RING-07 R-RING-08 R-RING-09 R-SEAL-01 R-SEAL-02 R-SEAL-03",
          "R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-07 R-SEAL-08 R-SEC-01 R-SEC-02 R-SEC-03",
          "R-SEC-04 R-SEC-05 R-SHR-02",
          "R-BAT-18 R-BAT-19 R-REC-23"),
      judging(
          "takes what never expires for expired",
          (change, current, now) -> change.isAllowed(
              current != null && current.expiresAt() == StoredRecord.NEVER ? null : current, now),
          "R-SHR-09",
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-13 R-BAT-16 R-DUR-03 R-DUR-04",
          "R-EXP-02 R-EXP-06 R-EXP-10 R-EXP-12 R-EXP-14 R-EXP-15 R-EXP-18 R-EXP-22",
          "R-FAC-05 R-FAC-07 R-FAC-08 R-FAC-15 R-KILL-04 R-LIFE-11 R-LIST-07 R-RACE-01",
          "R-RACE-02 R-RACE-03 R-RACE-04 R-RACE-05 R-RACE-06 R-RACE-07 R-RACE-08 R-RESEAL-01",
          "R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-SEAL-08 R-SHR-02 R-SHR-03 R-SHR-04",
          "R-BAT-18 R-BAT-19 R-DUR-08 R-EXP-23 R-EXP-24 R-LIFE-14 R-REC-23"),
      judging(
          "subtracts one time from another",
          (change, current, now) -> change.isAllowed(
              current == null
                      || (current.expiresAt() != StoredRecord.NEVER
                          && current.expiresAt() - now <= 0)
                  ? null
                  : Rewriting.with(current, copy -> copy.expiresAt(StoredRecord.NEVER)),
              now),
          "R-EXP-22 R-FAC-14 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12 R-REM-14",
          "R-REM-15 R-REM-16",
          "R-DUR-06 R-DUR-07 R-LIFE-13 R-PROC-05 R-REM-18 R-REM-19 R-SCAN-14 R-SHR-10",
          "R-SHR-11"),
      broken("remembers what was removed", Remembers::new, "R-EXP-21"),
      broken(
          "leaves the expired where a removal expects nothing",
          LeavesTheExpired::new,
          "R-EXP-12 R-REM-07",
          "R-BAT-18"));

  private BrokenExpectations() {}

  private interface Judge {
    boolean isAllowed(Change change, StoredRecord current, long now);
  }

  private static Candidate judging(String name, Judge judge, String... rules) {
    return broken(name, place -> new Judging(place, judge), rules);
  }

  private static final class Judging extends MapBackend {
    private final Judge judge;

    private Judging(NavigableMap<RecordId, StoredRecord> place, Judge judge) {
      super(place);
      this.judge = judge;
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return judge.isAllowed(change, records().get(change.id()), now);
    }
  }

  private static final class FirstIndex extends MapBackend {
    private FirstIndex(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      try {
        super.requireAllowed(changes, now);
      } catch (PreconditionFailedException refused) {
        throw new PreconditionFailedException(0);
      }
    }
  }

  private static final class LastIndex extends MapBackend {
    private LastIndex(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      Change.requireBatch(changes);
      for (int i = changes.size() - 1; i >= 0; i--) {
        if (!isAllowed(changes.get(i), now)) {
          throw new PreconditionFailedException(i);
        }
      }
    }
  }

  private static final class Remembers extends MapBackend {
    private final Set<RecordId> removed = ConcurrentHashMap.newKeySet();

    private Remembers(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return super.isAllowed(change, now)
          && !(change.record().isPresent()
              && change.expectation().equals(Expectation.ABSENT)
              && removed.contains(change.id()));
    }

    @Override
    void make(Change change) {
      super.make(change);
      if (change.record().isEmpty()) {
        removed.add(change.id());
      }
    }
  }

  private static final class LeavesTheExpired extends MapBackend {
    private LeavesTheExpired(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      if (change.record().isPresent() || !change.expectation().equals(Expectation.ABSENT)) {
        super.make(change);
      }
    }
  }
}
