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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A scan answers records in order, whole or without their values. */
abstract class ScanRules extends Rules {

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
      id = "R-SCAN-15",
      says = "records are counted by epoch below any prefix, expired ones too",
      from = Contract.COUNT)
  void counted(StorageBackend backend) {
    Verify.equal(Map.of(), counts(backend, RecordId.ENTRIES), "counts where nothing is");
    put(
        backend,
        List.of(
            ofEpoch(entryIn(scope(1), 1), 7, StoredRecord.NEVER),
            ofEpoch(entryIn(scope(1), 2), 7, NOW),
            ofEpoch(entryIn(scope(1), 3), -2, NOW + 1),
            ofEpoch(entryIn(scope(1, 2), 1), 0, StoredRecord.NEVER),
            ofEpoch(entryIn(scope(2), 1), 7, StoredRecord.NEVER)));

    Verify.equal(Map.of(7, 3L, -2, 1L, 0, 1L), counts(backend, RecordId.ENTRIES), "counts of all");
    Verify.equal(Map.of(7, 2L, -2, 1L, 0, 1L), counts(backend, scope(1)), "counts of a scope");
    Verify.equal(Map.of(0, 1L), counts(backend, scope(1, 2)), "counts of a scope below");
    Verify.equal(Map.of(), counts(backend, scope(3)), "counts of a scope without records");
  }

  private static StoredRecord ofEpoch(RecordId id, int epoch, long expiresAt) {
    return StoredRecord.builder(id, version(1))
        .epoch(epoch)
        .expiresAt(expiresAt)
        .build();
  }

  /** Without epochs that have none. */
  private static Map<Integer, Long> counts(StorageBackend backend, RecordId prefix) {
    Map<Integer, Long> counts = new TreeMap<>(backend.countByEpoch(prefix));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  static List<RecordId> idsOf(List<StoredRecord> records) {
    return records.stream().map(StoredRecord::id).collect(toList());
  }
}
