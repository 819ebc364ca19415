package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.scope;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What has expired goes, and nothing that has not. */
abstract class PurgeRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-REM-07",
      says = "removeExpired removes what has expired, and counts it",
      from = Contract.REMOVE_EXPIRED)
  void onlyTheExpired(StorageBackend backend) {
    List<StoredRecord> live =
        List.of(expiring(entry(1), 1, NOW + 1), record(entry(2), 2), record(entry(3), 3));
    put(backend, live);
    put(
        backend,
        expiring(entry(4), 4, NOW),
        expiring(entry(5), 5, NOW - 1),
        expiring(entryIn(scope(1), 6), 6, Long.MIN_VALUE),
        expiring(entryIn(scope(1), 7), 7, Long.MIN_VALUE + 1));

    int removed = backend.removeExpired(RecordId.ENTRIES, NOW, 100);

    Verify.equal(4, removed, "a count by removeExpired of");
    Verify.scans(backend, ALL, live);
  }

  @Rule(
      id = "R-REM-08",
      says = "removeExpired removes no more than its limit, and the rest when called again",
      from = Contract.REMOVE_EXPIRED)
  void withinTheLimit(StorageBackend backend) {
    List<StoredRecord> mixed = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      mixed.add(expiring(entry(i), i, i % 10 == 0 ? StoredRecord.NEVER : NOW - i));
    }
    put(backend, mixed);

    Verify.equal(1, backend.removeExpired(RecordId.ENTRIES, NOW, 1), "a count by removeExpired of");
    Verify.equal(
        50, backend.removeExpired(RecordId.ENTRIES, NOW, 50), "a count by removeExpired of");
    Verify.equal(66, Verify.walk(backend, ALL).size() - 13, "expired records left:");
    Verify.equal(
        66, backend.removeExpired(RecordId.ENTRIES, NOW, 66), "a count by removeExpired of");
    Verify.equal(
        0, backend.removeExpired(RecordId.ENTRIES, NOW, 100), "a count by removeExpired of");
    Verify.equal(13, Verify.walk(backend, ALL).size(), "live records left:");
  }

  @Rule(id = "R-REM-09", says = "removeExpired keeps to its prefix", from = Contract.REMOVE_EXPIRED)
  void withinThePrefix(StorageBackend backend) {
    List<StoredRecord> outside = List.of(
        expiring(entry(1), 1, 0),
        expiring(entryIn(scope(1, 1), 1), 2, 0),
        expiring(entryIn(scope(1, 3), 1), 3, 0));
    StoredRecord system = expiring(id(0, 7), 4, 0);
    put(backend, outside);
    put(backend, system, expiring(entryIn(scope(1, 2), 1), 5, 0));

    Verify.equal(1, backend.removeExpired(scope(1, 2), NOW, 100), "a count by removeExpired of");

    Verify.scans(backend, ALL, outside);
    Verify.holds(backend, system);
  }

  @Rule(
      id = "R-REM-10",
      says = "removeExpired takes now from the call, and a record that never expires stays",
      from = Contract.REMOVE_EXPIRED)
  void nowIsTheCalls(StorageBackend backend) {
    StoredRecord never = record(entry(3), 3);
    put(backend, expiring(entry(1), 1, 1), expiring(entry(2), 2, Long.MAX_VALUE - 1), never);

    Verify.equal(
        0, backend.removeExpired(RecordId.ENTRIES, 0, 9), "at 0, a count by removeExpired of");
    Verify.equal(
        1, backend.removeExpired(RecordId.ENTRIES, 1, 9), "at 1, a count by removeExpired of");
    Verify.equal(
        1,
        backend.removeExpired(RecordId.ENTRIES, Long.MAX_VALUE, 9),
        "in the end, a count by removeExpired of");

    Verify.scans(backend, ALL, List.of(never));
  }

  @Rule(
      id = "R-REM-11",
      says = "a record that is renewed while removeExpired runs survives",
      from = Contract.REMOVE_EXPIRED,
      races = true)
  void renewedSurvive(StorageBackend backend) {
    for (int round = 0; round < 8; round++) {
      List<StoredRecord> expired = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        expired.add(expiring(entry(i), i, NOW - 1));
      }
      put(backend, expired);
      AtomicInteger renewed = new AtomicInteger();

      Race.during(() -> backend.removeExpired(RecordId.ENTRIES, NOW, 100), () -> {
        // From the end, against the removal.
        int last = 59 - renewed.get();
        if (last >= 0) {
          put(backend, record(entry(last), 1_000 + last));
          renewed.incrementAndGet();
        }
      });

      for (int i = 59; i > 59 - renewed.get(); i--) {
        Verify.holds(backend, record(entry(i), 1_000 + i));
      }
    }
  }

  @Rule(
      id = "R-REM-12",
      says = "of several that remove what has expired, each record is counted by one",
      from = Contract.REMOVE_EXPIRED,
      races = true)
  void countedOnce(StorageBackend backend) {
    for (int round = 0; round < 5; round++) {
      List<StoredRecord> expired = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        expired.add(expiring(entry(i), i, NOW - 1));
      }
      put(backend, expired);

      List<Integer> counts =
          Race.of(3, racer -> () -> backend.removeExpired(RecordId.ENTRIES, NOW, 100));

      int sum = counts.stream().mapToInt(Integer::intValue).sum();
      Verify.equal(60, sum, "counts " + counts + " with a sum of");
      Verify.scans(backend, ALL, List.of());
    }
  }

  @Rule(
      id = "R-REM-14",
      says = "removeExpired with a limit of 0 removes nothing, and with the largest everything",
      from = Contract.REMOVE_EXPIRED)
  void theEndsOfTheLimit(StorageBackend backend) {
    List<StoredRecord> expired = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      expired.add(expiring(entry(i), i, NOW));
    }
    put(backend, expired);
    put(backend, record(entry(3), 3));

    Verify.equal(
        0,
        backend.removeExpired(RecordId.ENTRIES, NOW, 0),
        "at limit 0, a count by removeExpired of");
    expired.forEach(record -> Verify.holds(backend, record));

    int removed = backend.removeExpired(RecordId.ENTRIES, NOW, Integer.MAX_VALUE);
    Verify.equal(3, removed, "at the largest limit, a count by removeExpired of");
    expired.forEach(record -> Verify.lacks(backend, record.id()));
    Verify.scans(backend, ALL, List.of(record(entry(3), 3)));
  }

  @Rule(
      id = "R-REM-15",
      says = "removeExpired knows prefixes that end in 0xFF, the empty one, and a record's own id",
      from = Contract.REMOVE_EXPIRED)
  void everyPrefix(StorageBackend backend) {
    List<RecordId> ids = List.of(id(0, 7), id(1, 0, 255, 7), id(1, 1), id(255, 255), entry(1));
    for (RecordId id : ids) {
      put(backend, expiring(id, 1, NOW));
    }

    List<RecordId> prefixes = List.of(id(1, 0, 255), id(255), entry(1), id());
    List<Integer> expected = List.of(1, 1, 1, 2);
    for (int i = 0; i < prefixes.size(); i++) {
      int removed = backend.removeExpired(prefixes.get(i), NOW, 100);
      Verify.equal(
          expected.get(i), removed, "for '" + prefixes.get(i) + "', a count by removeExpired of");
    }
    ids.forEach(id -> Verify.lacks(backend, id));
  }

  @Rule(
      id = "R-REM-16",
      says = "removeExpired finds what has expired behind hundreds of records that have not",
      from = Contract.REMOVE_EXPIRED)
  void behindTheLive(StorageBackend backend) {
    put(backend, records(1_050, Samples::entry));
    put(backend, expiring(entry(1_020), 1, NOW), expiring(entry(1_049), 2, NOW));

    Verify.equal(2, backend.removeExpired(RecordId.ENTRIES, NOW, 2), "a count by removeExpired of");

    Verify.lacks(backend, entry(1_020));
    Verify.lacks(backend, entry(1_049));
    Verify.holds(backend, record(entry(1_048), 1_048));
  }
}
