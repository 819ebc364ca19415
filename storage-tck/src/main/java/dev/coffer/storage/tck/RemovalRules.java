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

/** A subtree goes as a whole and alone; what has expired goes, and nothing that has not. */
abstract class RemovalRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-REM-01",
      says = "removePrefix removes every record of the prefix, however many",
      from = Contract.REMOVE_PREFIX)
  void theSubtreeGoes(StorageBackend backend) {
    put(backend, records(250, i -> entryIn(scope(1, i % 3), i)));
    put(backend, expiring(entryIn(scope(1), 1), 1, 0));

    backend.removePrefix(scope(1));

    Verify.scans(backend, ALL, List.of());
    Verify.lacks(backend, entryIn(scope(1), 1));
  }

  @Rule(
      id = "R-REM-02",
      says = "removePrefix leaves siblings, the parent's entries and system records",
      from = Contract.REMOVE_PREFIX)
  void othersStay(StorageBackend backend) {
    List<StoredRecord> others = List.of(
        record(entry(1), 1),
        record(entryIn(scope(1), 1), 2),
        record(entryIn(scope(1, 1), 1), 3),
        record(entryIn(scope(1, 3), 1), 4),
        record(entryIn(scope(2), 2), 5));
    StoredRecord system = record(id(0, 7), 6);
    put(backend, others);
    put(backend, system, record(entryIn(scope(1, 2), 1), 7), record(entryIn(scope(1, 2, 9), 1), 8));

    backend.removePrefix(scope(1, 2));

    Verify.scans(backend, ALL, others);
    Verify.holds(backend, system);
  }

  @Rule(
      id = "R-REM-03",
      says = "removePrefix may be repeated, and is fine where nothing is",
      from = Contract.REMOVE_PREFIX)
  void repeatable(StorageBackend backend) {
    backend.removePrefix(scope(1));
    put(backend, record(entryIn(scope(1), 1), 1), record(entry(1), 2));

    backend.removePrefix(scope(1));
    backend.removePrefix(scope(1));

    Verify.scans(backend, ALL, List.of(record(entry(1), 2)));
    put(backend, record(entryIn(scope(1), 1), 3));
    Verify.holds(backend, record(entryIn(scope(1), 1), 3));
  }

  @Rule(
      id = "R-REM-04",
      says = "removePrefix of one record's id removes it, and what begins with it",
      from = Contract.REMOVE_PREFIX)
  void thePrefixItself(StorageBackend backend) {
    put(backend, record(id(1, 0, 5), 1), record(id(1, 0, 5, 0), 2), record(id(1, 0, 6), 3));

    backend.removePrefix(id(1, 0, 5));

    Verify.scans(backend, ALL, List.of(record(id(1, 0, 6), 3)));
  }

  @Rule(
      id = "R-REM-05",
      says = "removePrefix knows prefixes that end in 0xFF, and those of 0xFF alone",
      from = Contract.REMOVE_PREFIX)
  void prefixesOfFF(StorageBackend backend) {
    StoredRecord below = record(id(1, 0, 254), 1);
    StoredRecord behind = record(id(1, 1), 2);
    put(backend, below, behind, record(id(1, 0, 255, 255), 3), record(id(255, 255, 1), 4));

    backend.removePrefix(id(1, 0, 255));
    backend.removePrefix(id(255));

    Verify.scans(backend, ALL, List.of(below, behind));
    Verify.lacks(backend, id(255, 255, 1));
  }

  @Rule(
      id = "R-REM-06",
      says = "what was there at the start is gone, though others are written meanwhile",
      from = Contract.REMOVE_PREFIX)
  void underWrites(StorageBackend backend) {
    for (int round = 0; round < 5; round++) {
      List<StoredRecord> doomed = records(60, i -> entryIn(scope(1, i % 2), i));
      put(backend, doomed);
      AtomicInteger written = new AtomicInteger();

      Race.during(() -> backend.removePrefix(scope(1)), () -> {
        int number = written.getAndIncrement() % 50;
        put(backend, record(entryIn(scope(1, 7), number), number));
        put(backend, record(entryIn(scope(2), number), number));
      });

      doomed.forEach(record -> Verify.lacks(backend, record.id()));
      for (int i = 0; i < Math.min(50, written.get()); i++) {
        Verify.holds(backend, record(entryIn(scope(2), i), i));
      }
    }
  }

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

    Verify.equal(4, removed, "a count of");
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

    Verify.equal(1, backend.removeExpired(RecordId.ENTRIES, NOW, 1), "a count of");
    Verify.equal(50, backend.removeExpired(RecordId.ENTRIES, NOW, 50), "a count of");
    Verify.equal(66, Verify.walk(backend, ALL).size() - 13, "expired records left:");
    Verify.equal(66, backend.removeExpired(RecordId.ENTRIES, NOW, 66), "a count of");
    Verify.equal(0, backend.removeExpired(RecordId.ENTRIES, NOW, 100), "a count of");
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

    Verify.equal(1, backend.removeExpired(scope(1, 2), NOW, 100), "a count of");

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

    Verify.equal(0, backend.removeExpired(RecordId.ENTRIES, 0, 9), "at 0, a count of");
    Verify.equal(1, backend.removeExpired(RecordId.ENTRIES, 1, 9), "at 1, a count of");
    Verify.equal(
        1, backend.removeExpired(RecordId.ENTRIES, Long.MAX_VALUE, 9), "in the end, a count of");

    Verify.scans(backend, ALL, List.of(never));
  }

  @Rule(
      id = "R-REM-11",
      says = "a record that is renewed while removeExpired runs survives",
      from = Contract.REMOVE_EXPIRED)
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
      from = Contract.REMOVE_EXPIRED)
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
}
