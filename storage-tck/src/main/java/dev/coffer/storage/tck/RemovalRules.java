package dev.coffer.storage.tck;

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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A subtree goes as a whole, and alone. */
abstract class RemovalRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  /** So many, and no more, lest a removal that goes on through what is written never ends. */
  private static final int MOST_WRITES = 500;

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
      from = Contract.REMOVE_PREFIX,
      races = true)
  void underWrites(StorageBackend backend) {
    for (int round = 0; round < 5; round++) {
      List<StoredRecord> doomed = records(60, i -> entryIn(scope(1, i % 2), i));
      put(backend, doomed);
      AtomicInteger written = new AtomicInteger();

      Race.during(() -> backend.removePrefix(scope(1)), () -> {
        int number = written.getAndIncrement();
        if (number < MOST_WRITES) {
          put(backend, record(entryIn(scope(1, 7), number), number));
          put(backend, record(entryIn(scope(2), number), number));
        }
      });

      doomed.forEach(record -> Verify.lacks(backend, record.id()));
      for (int i = 0; i < Math.min(MOST_WRITES, written.get()); i++) {
        Verify.holds(backend, record(entryIn(scope(2), i), i));
      }
    }
  }

  @Rule(
      id = "R-REM-13",
      says = "removePrefix knows prefixes of every length, and the empty one of all records",
      from = Contract.REMOVE_PREFIX)
  void prefixesOfEveryLength(StorageBackend backend) {
    StoredRecord deep = record(entryIn(scope(1, 2), 3), 1);
    StoredRecord system = record(id(0, 7), 2);

    for (int length : new int[] {1, 2, 3, 10, 17, 18, 19, 20, 35, 36, 37, 40, 52}) {
      byte[] prefix = Arrays.copyOf(deep.id().toBytes(), length);
      byte[] beside = prefix.clone();
      beside[length - 1] = (byte) (beside[length - 1] + 2);
      StoredRecord neighbour = record(RecordId.of(beside), 3);
      put(backend, deep, neighbour, system);

      backend.removePrefix(RecordId.of(prefix));

      Verify.lacks(backend, deep.id());
      Verify.holds(backend, neighbour);
      Samples.remove(backend, neighbour.id());
    }
    Verify.holds(backend, system);
    put(backend, deep, record(id(255, 255), 4));
    backend.removePrefix(id());
    List.of(deep.id(), system.id(), id(255, 255)).forEach(id -> Verify.lacks(backend, id));
  }
}
