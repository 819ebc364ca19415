package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.ScanRules.idsOf;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;

/** A scan answers the records of a prefix, and no others. */
abstract class PrefixRules extends Rules {

  @Rule(id = "R-SCAN-01", says = "a scan answers only its prefix", from = Contract.SCAN)
  void onlyThePrefix(StorageBackend backend) {
    List<StoredRecord> inside = List.of(
        record(id(1, 0, 5, 0), 1),
        record(id(1, 0, 5, 0, 0), 2),
        record(id(1, 0, 5, 127), 3),
        record(id(1, 0, 5, 128), 4),
        record(id(1, 0, 5, 255, 255), 5));
    List<StoredRecord> neighbours = List.of(
        record(id(1, 0), 11),
        record(id(1, 0, 4), 12),
        record(id(1, 0, 4, 255, 255), 13),
        record(id(1, 0, 6), 14),
        record(id(1, 1, 5), 15),
        record(id(0, 0, 5), 16),
        record(id(5), 17));

    put(backend, inside);
    put(backend, neighbours);

    Verify.scans(backend, ScanRequest.of(id(1, 0, 5), 100), inside);
  }

  @Rule(
      id = "R-SCAN-02",
      says = "a record whose id is the prefix itself belongs to it",
      from = Contract.RECORD_ID)
  void thePrefixItself(StorageBackend backend) {
    List<StoredRecord> both = List.of(record(entry(1), 1), record(entry(1).append((byte) 0), 2));

    put(backend, both);
    put(backend, record(entry(2), 3));

    Verify.scans(backend, ScanRequest.of(entry(1), 100), both);
  }

  @Rule(
      id = "R-SCAN-07",
      says = "a prefix that ends in 0xFF has its records, and not its neighbour's",
      from = Contract.SCAN_REQUEST)
  void prefixEndingInFF(StorageBackend backend) {
    List<StoredRecord> inside = List.of(
        record(id(1, 0, 255), 1), record(id(1, 0, 255, 0), 2), record(id(1, 0, 255, 255, 255), 3));

    put(backend, inside);
    put(backend, record(id(1, 0, 254, 255), 4), record(id(1, 1), 5), record(id(2), 6));

    Verify.scans(backend, ScanRequest.of(id(1, 0, 255), 100), inside);
    Verify.scans(backend, ScanRequest.of(id(1, 0, 255, 255), 100), inside.subList(2, 3));
  }

  @Rule(
      id = "R-SCAN-08",
      says = "a prefix of 0xFF alone, behind which nothing lies, has its records",
      from = Contract.SCAN_REQUEST)
  void prefixOfFFAlone(StorageBackend backend) {
    List<StoredRecord> inside = List.of(record(id(255, 255), 1), record(id(255, 255, 9), 2));

    put(backend, inside);
    put(backend, record(id(255, 254), 3), record(entry(1), 4));

    Verify.scans(backend, ScanRequest.of(id(255, 255), 100), inside);
  }

  @Rule(
      id = "R-SCAN-09",
      says = "the empty prefix has every record, system records too",
      from = Contract.SCAN)
  void emptyPrefix(StorageBackend backend) {
    List<StoredRecord> all = List.of(
        record(id(0, 7, 7), 1),
        record(entry(1), 2),
        record(entryIn(scope(2), 2), 3),
        record(id(255, 255, 255), 4));

    put(backend, all);

    List<RecordId> seen = idsOf(Verify.walk(backend, ScanRequest.of(id(), 2)));
    for (StoredRecord record : all) {
      Verify.that(seen.contains(record.id()), "the record " + record.id(), seen);
    }
  }

  @Rule(
      id = "R-SCAN-12",
      says = "every prefix of an id finds it, of whatever length",
      from = Contract.SCAN)
  void prefixesOfEveryLength(StorageBackend backend) {
    StoredRecord deep = record(entryIn(scope(1, 2, 3, 4, 5, 6, 7, 8), 9), 1);
    put(backend, deep);
    byte[] bytes = deep.id().toBytes();

    for (int length = 1; length <= bytes.length; length++) {
      RecordId prefix = RecordId.of(Arrays.copyOf(bytes, length));
      List<StoredRecord> found = Verify.walk(backend, ScanRequest.of(prefix, 10));
      Verify.equal(List.of(deep.id()), idsOf(found), "by " + length + " bytes");
    }
  }
}
