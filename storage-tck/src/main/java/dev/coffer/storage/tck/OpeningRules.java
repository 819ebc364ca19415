package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;

/** What was done through one opening of a place counts for every call of the others. */
abstract class OpeningRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-DUR-06",
      says = "removePrefix and removeExpired find what was put before the place was opened again",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void removalsFindTheOld(Bench bench) {
    StorageBackend first = bench.open();
    StoredRecord stays = record(entry(1), 1);
    put(first, stays, record(entryIn(scope(1), 2), 2), expiring(entry(3), 3, NOW));
    first.close();

    StorageBackend second = bench.open();
    second.removePrefix(scope(1));
    int removed = second.removeExpired(RecordId.ENTRIES, NOW, 10);

    Verify.equal(1, removed, "a count by removeExpired of");
    Verify.scans(second, ALL, List.of(stays));
  }

  @Rule(
      id = "R-DUR-07",
      says = "what removeExpired has removed stays so when the place is opened again",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void purgesSurvive(Bench bench) {
    StorageBackend first = bench.open();
    put(first, record(entry(1), 1), expiring(entry(2), 2, NOW), expiring(entry(3), 3, NOW - 1));
    Verify.equal(2, first.removeExpired(RecordId.ENTRIES, NOW, 10), "a count by removeExpired of");
    first.close();

    StorageBackend second = bench.open();

    Verify.lacks(second, entry(2));
    Verify.scans(second, ALL, List.of(record(entry(1), 1)));
    Verify.equal(0, second.removeExpired(RecordId.ENTRIES, NOW, 10), "again a count of");
  }

  @Rule(
      id = "R-DUR-08",
      says = "every expectation is judged by what was put before the place was opened again",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void expectationsSeeTheOld(Bench bench) {
    StorageBackend first = bench.open();
    put(first, record(entry(1), 1), expiring(entry(2), 2, NOW), expiring(entry(3), 3, NOW + 1));
    first.close();

    StorageBackend second = bench.open();
    for (int live : new int[] {1, 3}) {
      Verify.refused(
          second, 0, NOW, Change.put(record(entry(live), 10 + live), Expectation.ABSENT));
    }
    Verify.refused(second, 0, NOW, Change.remove(entry(2), Expectation.version(version(2))));
    List<StoredRecord> fresh =
        List.of(record(entry(1), 11), record(entry(2), 12), record(entry(3), 13));
    second.apply(
        List.of(
            Change.put(fresh.get(0), Expectation.version(version(1))),
            Change.put(fresh.get(1), Expectation.ABSENT),
            Change.put(fresh.get(2), Expectation.version(version(3)))),
        NOW);

    Verify.scans(second, ALL, fresh);
  }

  @Rule(
      id = "R-SHR-10",
      says =
          "what one instance removes by prefix or by expiry is gone for another that has read it",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void removalsAreSeen(StorageBackend one, StorageBackend other) {
    StoredRecord stays = record(entry(1), 1);
    StoredRecord below = record(entryIn(scope(1), 2), 2);
    StoredRecord expired = expiring(entry(3), 3, NOW);
    put(one, stays, below, expired);
    List.of(stays, below, expired).forEach(record -> Verify.holds(other, record));
    Verify.scans(other, ALL, List.of(stays, below, expired));

    one.removePrefix(scope(1));
    Verify.lacks(other, below.id());
    Verify.scans(other, ALL, List.of(stays, expired));

    one.removeExpired(RecordId.ENTRIES, NOW, 10);
    Verify.lacks(other, expired.id());
    Verify.scans(other, ALL, List.of(stays));
  }

  @Rule(
      id = "R-SHR-11",
      says = "removeExpired spares what another instance has renewed, and finds what it has put",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void purgesKnowTheOther(StorageBackend one, StorageBackend other) {
    put(one, expiring(entry(1), 1, NOW), expiring(entry(2), 2, NOW + 1));
    StoredRecord renewed = record(entry(1), 11);
    put(other, renewed, expiring(entry(2), 12, NOW), expiring(entry(3), 13, NOW));

    int removed = one.removeExpired(RecordId.ENTRIES, NOW, 10);

    Verify.equal(2, removed, "a count by removeExpired of");
    Verify.holds(one, renewed);
    Verify.scans(other, ALL, List.of(renewed));
  }

  @Rule(
      id = "R-SHR-12",
      says = "removePrefix removes what another instance has put",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void removalsKnowTheOther(StorageBackend one, StorageBackend other) {
    put(one, record(entryIn(scope(1), 1), 1));
    put(other, record(entryIn(scope(1), 2), 2), record(entryIn(scope(2), 3), 3));

    one.removePrefix(scope(1));

    Verify.scans(one, ALL, List.of(record(entryIn(scope(2), 3), 3)));
    Verify.scans(other, ALL, List.of(record(entryIn(scope(2), 3), 3)));
  }

  @Rule(
      id = "R-SHR-13",
      says = "closing an instance undoes nothing that another has done since",
      from = Contract.CLOSE,
      needs = Guarantee.SHARED)
  void closingUndoesNothing(StorageBackend one, StorageBackend other) {
    put(one, record(entry(1), 1), record(entry(2), 2));
    Verify.holds(other, record(entry(1), 1));
    put(other, record(entry(1), 11), record(entry(3), 13));
    Samples.remove(other, entry(2));

    one.close();

    Verify.scans(other, ALL, List.of(record(entry(1), 11), record(entry(3), 13)));
  }
}
