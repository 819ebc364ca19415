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
import static dev.coffer.storage.tck.Samples.version;
import static java.util.stream.Collectors.toList;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A scan answers the records of a prefix and no others, in order. */
abstract class ScanRules extends Rules {

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
      id = "R-SCAN-03",
      says = "within a partition records are ordered as unsigned bytes",
      from = Contract.SCAN)
  void unsignedOrder(StorageBackend backend, Random random) {
    List<RecordId> ids = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      ids.add(id(1, 0, b));
      ids.add(id(1, 0, b, 0));
      ids.add(id(1, 0, b, 255));
    }
    Collections.shuffle(ids, random);

    put(backend, records(ids.size(), ids::get));

    Collections.sort(ids);
    List<RecordId> seen = idsOf(Verify.walk(backend, ScanRequest.of(id(1, 0), 100)));
    Verify.equal(ids, seen, "ids in order");
  }

  @Rule(
      id = "R-SCAN-04",
      says = "a shorter id comes before those that begin with it",
      from = Contract.RECORD_ID)
  void shorterFirst(StorageBackend backend) {
    List<RecordId> ids = List.of(
        id(1, 0, 9), id(1, 0, 9, 0), id(1, 0, 9, 0, 0), id(1, 0, 9, 0, 255), id(1, 0, 9, 1));

    put(backend, records(5, i -> ids.get(4 - i)));

    List<RecordId> seen = idsOf(Verify.walk(backend, ScanRequest.of(id(1, 0, 9), 100)));
    Verify.equal(ids, seen, "ids in order");
  }

  @Rule(
      id = "R-SCAN-05",
      says = "each partition comes whole and in order, and partitions always in the same order",
      from = Contract.SCAN)
  void partitionsWhole(StorageBackend backend, Random random) {
    List<RecordId> ids = new ArrayList<>();
    for (int tenant = 0; tenant < 6; tenant++) {
      for (int i = 0; i < 5; i++) {
        ids.add(entryIn(scope(tenant), i));
        ids.add(entryIn(scope(tenant, i), 1));
      }
      ids.add(entry(tenant));
    }
    Collections.shuffle(ids, random);
    put(backend, records(ids.size(), ids::get));

    List<RecordId> once = idsOf(Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 100)));
    List<RecordId> paged = idsOf(Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 4)));

    Verify.equal(ids.size(), once.size(), "the number of records");
    Verify.equal(once, paged, "the same order in pages:");
    requireWholePartitions(once);
  }

  private static void requireWholePartitions(List<RecordId> ids) {
    Set<RecordId> partitions = new LinkedHashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      RecordId partition = ids.get(i).partition();
      if (partitions.add(partition) || i == 0) {
        continue;
      }
      RecordId before = ids.get(i - 1);
      Verify.equal(partition, before.partition(), "whole partitions: before " + ids.get(i));
      Verify.that(before.compareTo(ids.get(i)) < 0, "ids in order after " + before, ids.get(i));
    }
  }

  @Rule(
      id = "R-SCAN-06",
      says = "a scan without values answers all but the values",
      from = Contract.SCAN_REQUEST)
  void withoutValues(StorageBackend backend) {
    List<StoredRecord> all = List.of(
        record(entry(1), 1),
        StoredRecord.builder(entry(2), version(2))
            .expiresAt(NOW)
            .domain(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
            .epoch(-2)
            .suite(65_534)
            .flags(-3)
            .name(new byte[300])
            .value(new byte[3_000])
            .build());

    put(backend, all);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10).withoutValues(), all);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), all);
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

  @Rule(id = "R-SCAN-10", says = "a scan answers expired records, too", from = Contract.SCAN)
  void expiredToo(StorageBackend backend) {
    List<StoredRecord> all = List.of(
        expiring(entry(1), 1, Long.MIN_VALUE),
        expiring(entry(2), 2, 0),
        expiring(entry(3), 3, NOW),
        record(entry(4), 4));

    put(backend, all);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 100), all);
  }

  @Rule(
      id = "R-SCAN-11",
      says = "where nothing is, a scan answers an empty page, the last",
      from = Contract.RECORD_PAGE)
  void nothing(StorageBackend backend) {
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of());

    put(backend, record(entry(1), 1));

    Verify.scans(backend, ScanRequest.of(entry(2), 10), List.of());
    Verify.scans(backend, ScanRequest.of(entry(1).append((byte) 0), 10), List.of());
    Verify.scans(backend, ScanRequest.of(scope(1), 10).withoutValues(), List.of());
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

  static List<RecordId> idsOf(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::id).collect(toList());
  }
}
