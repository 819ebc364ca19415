package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.puts;
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

/** All changes of a batch are made, or none. */
abstract class BatchRules extends Rules {

  private static final StoredRecord OLD = record(entry(1), 1);
  private static final StoredRecord NEW = record(entry(1), 2);

  @Rule(id = "R-BAT-01", says = "a batch makes all of its changes", from = Contract.APPLY)
  void allAreMade(StorageBackend backend) {
    put(backend, record(entry(1), 1), record(entry(2), 2), record(entry(3), 3));

    backend.apply(
        List.of(
            Change.remove(entry(1), Expectation.ANY),
            Change.put(record(entry(2), 12), Expectation.version(version(2))),
            Change.remove(entry(3), Expectation.version(version(3))),
            Change.put(record(entry(4), 14), Expectation.ABSENT),
            Change.put(record(entryIn(scope(1), 5), 15), Expectation.ANY)),
        NOW);

    Verify.scans(
        backend,
        ScanRequest.of(RecordId.ENTRIES, 10),
        List.of(record(entry(2), 12), record(entry(4), 14), record(entryIn(scope(1), 5), 15)));
  }

  @Rule(
      id = "R-BAT-02",
      says = "a batch whose first change is refused makes none",
      from = Contract.APPLY)
  void firstRefused(StorageBackend backend) {
    noneIsMade(backend, 0);
  }

  @Rule(
      id = "R-BAT-03",
      says = "a batch with a refused change in the middle makes none",
      from = Contract.APPLY)
  void middleRefused(StorageBackend backend) {
    noneIsMade(backend, 2);
  }

  @Rule(
      id = "R-BAT-04",
      says = "a batch whose last change is refused makes none",
      from = Contract.APPLY)
  void lastRefused(StorageBackend backend) {
    noneIsMade(backend, 4);
  }

  private static void noneIsMade(StorageBackend backend, int refusedAt) {
    List<StoredRecord> before =
        List.of(record(entry(1), 1), record(entry(2), 2), record(entry(3), 3));
    put(backend, before);
    List<Change> batch = new ArrayList<>(List.of(
        Change.put(record(entry(1), 11), Expectation.ANY),
        Change.remove(entry(2), Expectation.version(version(2))),
        Change.put(record(entry(4), 14), Expectation.ABSENT),
        Change.put(record(entryIn(scope(1), 5), 15), Expectation.ANY)));
    batch.add(refusedAt, Change.put(record(entry(3), 13), Expectation.ABSENT));

    Verify.refused(backend, refusedAt, NOW, batch.toArray(new Change[0]));

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), before);
    before.forEach(record -> Verify.holds(backend, record));
  }

  @Rule(id = "R-BAT-08", says = "an empty batch does nothing", from = Contract.APPLY)
  void empty(StorageBackend backend) {
    backend.apply(List.of(), NOW);
    put(backend, record(entry(1), 1));

    backend.apply(List.of(), Long.MAX_VALUE);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(record(entry(1), 1)));
  }

  @Rule(
      id = "R-BAT-09",
      says = "the list of changes is the caller's: it is not altered, and not used afterwards",
      from = Contract.APPLY)
  void theListIsTheCallers(StorageBackend backend) {
    List<Change> changes = new ArrayList<>(puts(List.of(record(entry(2), 2), record(entry(1), 1))));
    List<Change> before = List.copyOf(changes);

    backend.apply(changes, NOW);

    Verify.equal(before, changes, "the list as it was:");
    changes.clear();
    changes.add(Change.remove(entry(1), Expectation.ANY));
    Verify.holds(backend, record(entry(1), 1));
    Verify.holds(backend, record(entry(2), 2));
  }

  @Rule(
      id = "R-EXP-18",
      says = "the index is that of the refused change",
      from = Contract.PRECONDITION)
  void indexOfTheRefused(StorageBackend backend) {
    put(backend, OLD);
    Change refused = Change.put(NEW, Expectation.ABSENT);
    Change fine = Change.put(record(entry(2), 2), Expectation.ABSENT);
    Change alsoFine = Change.put(record(entry(3), 3), Expectation.ANY);

    Verify.refused(backend, 0, NOW, refused, fine, alsoFine);
    Verify.refused(backend, 1, NOW, fine, refused, alsoFine);
    Verify.refused(backend, 2, NOW, fine, alsoFine, refused);
  }

  @Rule(
      id = "R-EXP-19",
      says = "the index is that of the first refused change, where there are several",
      from = Contract.PRECONDITION)
  void indexOfTheFirst(StorageBackend backend) {
    put(backend, OLD);
    Change fine = Change.put(record(entry(2), 2), Expectation.ABSENT);
    // In no order of ids: the first in the list is the last by id.
    Change first = Change.remove(entry(9), Expectation.version(version(9)));
    Change second = Change.put(NEW, Expectation.ABSENT);

    Verify.refused(backend, 1, NOW, fine, first, second);

    Verify.lacks(backend, entry(2));
  }
}
