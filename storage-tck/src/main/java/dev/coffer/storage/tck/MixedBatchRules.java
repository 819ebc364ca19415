package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/** Batches of every kind of change, expectation and record, in several partitions. */
abstract class MixedBatchRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  /** Nothing, two live records and two that have expired, one of each at the last moment. */
  private static final long[] EXPIRIES = {0, StoredRecord.NEVER, NOW + 1, NOW, NOW - 1};

  private static final int NOTHING = 0;
  private static final int FIRST_EXPIRED = 3;

  /** One change of each kind to a record in each state, and whether it is allowed. */
  private record Case(Change change, boolean allowed) {}

  @Rule(
      id = "R-BAT-18",
      says = "in a batch of every kind of change each is judged as it would be alone",
      from = Contract.APPLY)
  void everythingAllowed(StorageBackend backend) {
    List<Case> allowed = cases(backend).stream().filter(Case::allowed).toList();
    List<Change> changes = allowed.stream().map(Case::change).toList();
    List<StoredRecord> after = new ArrayList<>(Verify.walk(backend, ALL));
    changes.forEach(change -> after.removeIf(there -> there.id().equals(change.id())));
    changes.forEach(change -> change.record().ifPresent(after::add));

    backend.apply(changes, NOW);

    Verify.scans(backend, ALL, after);
  }

  @Rule(
      id = "R-BAT-19",
      says = "a refused change of any kind, in any partition, undoes every other kind",
      from = Contract.APPLY)
  void oneRefused(StorageBackend backend) {
    List<Case> cases = cases(backend);
    List<StoredRecord> before = Verify.walk(backend, ALL);
    for (Case refused : cases) {
      if (!refused.allowed) {
        List<Change> batch = new ArrayList<>(
            cases.stream().filter(Case::allowed).map(Case::change).toList());
        int last = batch.size();
        batch.add(refused.change);
        Verify.refused(backend, last, NOW, batch.toArray(new Change[0]));
        Verify.scans(backend, ALL, before);

        batch.add(0, batch.remove(last));
        Verify.refused(backend, 0, NOW, batch.toArray(new Change[0]));
        Verify.scans(backend, ALL, before);
      }
    }
  }

  @Rule(
      id = "R-EXP-23",
      says = "the index is that of the first refused change, of whatever kinds they are",
      from = Contract.PRECONDITION)
  void firstOfAnyKind(StorageBackend backend) {
    List<Change> refused = cases(backend).stream()
        .filter(other -> !other.allowed)
        .map(Case::change)
        .toList();
    Change fine = Change.put(record(entryIn(scope(9), 1), 1), Expectation.ANY);

    for (Change first : refused) {
      for (Change second : refused) {
        if (first != second) {
          Verify.refused(backend, 1, NOW, fine, first, second);
        }
      }
    }
  }

  @Rule(
      id = "R-EXP-24",
      says = "a put of exactly what is there is a change like any other",
      from = Contract.EXPECTATION)
  void theSameAgain(StorageBackend backend) {
    StoredRecord there = record(entryIn(scope(1), 1), 1);
    StoredRecord expired = expiring(entryIn(scope(1), 2), 2, NOW);
    put(backend, there, expired);

    backend.apply(List.of(Change.put(there, Expectation.version(there.version()))), NOW);
    backend.apply(List.of(Change.put(there, Expectation.ANY)), NOW);
    backend.apply(List.of(Change.put(expired, Expectation.ABSENT)), NOW);
    backend.apply(
        List.of(
            Change.put(expired, Expectation.ANY),
            Change.put(there, Expectation.version(there.version()))),
        NOW);
    Verify.refused(backend, 0, NOW, Change.put(there, Expectation.ABSENT));

    Verify.scans(backend, ALL, List.of(there, expired));
  }

  /** Puts a record for each case, and answers them all; each has an id of its own. */
  private static List<Case> cases(StorageBackend backend) {
    List<Case> cases = new ArrayList<>();
    for (int state = 0; state < EXPIRIES.length; state++) {
      for (Expectation.Kind kind : Expectation.Kind.values()) {
        for (boolean removal : new boolean[] {false, true}) {
          int number = cases.size();
          RecordId id = entryIn(scope(1 + number % 3), number);
          if (state != NOTHING) {
            put(backend, expiring(id, number, EXPIRIES[state]));
          }
          Expectation expectation = expectation(kind, number);
          Change change = removal
              ? Change.remove(id, expectation)
              : Change.put(record(id, 1_000 + number), expectation);
          cases.add(new Case(change, isAllowed(kind, state)));
        }
      }
    }
    return cases;
  }

  private static Expectation expectation(Expectation.Kind kind, int number) {
    return switch (kind) {
      case ANY -> Expectation.ANY;
      case ABSENT -> Expectation.ABSENT;
      case VERSION -> Expectation.version(version(number));
    };
  }

  private static boolean isAllowed(Expectation.Kind kind, int state) {
    boolean absent = state == NOTHING || state >= FIRST_EXPIRED;
    return kind == Expectation.Kind.ANY || absent == (kind == Expectation.Kind.ABSENT);
  }
}
