package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.ScanRules.idsOf;
import static java.util.stream.Collectors.toList;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Page after page, a scan comes to its end, and to each record once. */
abstract class PagingRules extends Rules {

  private static final int ROUNDS = 40;

  @Rule(
      id = "R-PAGE-01",
      says = "pages of every size have every record once, and never more than the limit",
      from = Contract.SCAN_REQUEST)
  void everyLimit(StorageBackend backend) {
    List<StoredRecord> all = records(23, Samples::entry);
    put(backend, all);

    for (int limit : new int[] {1, 2, 3, 11, 22, 23, 24, ScanRequest.MAX_LIMIT}) {
      Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, limit), all);
    }
  }

  @Rule(
      id = "R-PAGE-02",
      says = "a scan ends behind a last page that is exactly full",
      from = Contract.RECORD_PAGE)
  void exactlyFull(StorageBackend backend) {
    put(backend, records(6, Samples::entry));

    for (int limit : new int[] {1, 2, 3, 6}) {
      ScanRequest request = ScanRequest.of(RecordId.ENTRIES, limit);
      RecordId last = Verify.walk(backend, request).get(5).id();
      List<StoredRecord> behind = Verify.walk(backend, request.after(last));
      Verify.equal(List.of(), behind, "behind the last record");
    }
  }

  @Rule(id = "R-PAGE-03", says = "the cursor itself is left out", from = Contract.SCAN_REQUEST)
  void cursorIsExclusive(StorageBackend backend) {
    List<StoredRecord> all = records(5, Samples::entry);
    put(backend, all);
    put(backend, record(entry(2).append((byte) 0), 9));

    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 10).after(entry(2));

    List<RecordId> seen = idsOf(Verify.walk(backend, request));
    Verify.equal(
        List.of(entry(2).append((byte) 0), entry(3), entry(4)), seen, "behind " + entry(2));
  }

  @Rule(
      id = "R-PAGE-04",
      says = "the cursor need not be the id of a record",
      from = Contract.SCAN_REQUEST)
  void cursorNeedNotExist(StorageBackend backend) {
    put(backend, record(id(1, 0, 10), 1), record(id(1, 0, 20), 2), record(id(1, 0, 30), 3));

    List<RecordId> all = List.of(id(1, 0, 10), id(1, 0, 20), id(1, 0, 30));
    expectBehind(backend, id(1, 0, 9, 255), all);
    expectBehind(backend, id(1, 0, 10, 0), all.subList(1, 3));
    expectBehind(backend, id(1, 0, 15), all.subList(1, 3));
    expectBehind(backend, id(1, 0, 29, 255, 255), all.subList(2, 3));
    expectBehind(backend, id(1, 0, 30, 255), List.of());
    expectBehind(backend, id(1, 0, 255), List.of());
  }

  private static void expectBehind(
      StorageBackend backend, RecordId cursor, List<RecordId> expected) {
    ScanRequest request = ScanRequest.of(id(1, 0), 10).after(cursor);
    Verify.equal(expected, idsOf(Verify.walk(backend, request)), "behind " + cursor);
  }

  @Rule(
      id = "R-PAGE-05",
      says = "a cursor that is the prefix leaves out the record of that id alone",
      from = Contract.SCAN_REQUEST)
  void cursorAtThePrefix(StorageBackend backend) {
    put(backend, record(id(1, 0, 5), 1), record(id(1, 0, 5, 0), 2), record(id(1, 0, 5, 1), 3));

    ScanRequest request = ScanRequest.of(id(1, 0, 5), 10).after(id(1, 0, 5));

    Verify.equal(
        List.of(id(1, 0, 5, 0), id(1, 0, 5, 1)),
        idsOf(Verify.walk(backend, request)),
        "behind the prefix");
  }

  @Rule(
      id = "R-PAGE-06",
      says = "a cursor may lie behind a whole scope, and the next scope follows",
      from = Contract.SCAN_REQUEST)
  void leapOverAScope(StorageBackend backend) {
    List<RecordId> ids = new ArrayList<>();
    for (int child = 1; child <= 3; child++) {
      for (int i = 0; i < 4; i++) {
        ids.add(entryIn(scope(1, child), i));
      }
    }
    put(backend, records(ids.size(), ids::get));

    ScanRequest behindFirst = ScanRequest.of(scope(1).append((byte) 1), 10)
        .withoutValues()
        .after(scope(1, 1).append((byte) 0xFF));

    Verify.equal(ids.subList(4, 12), idsOf(Verify.walk(backend, behindFirst)), "behind a scope");
  }

  @Rule(
      id = "R-PAGE-07",
      says = "a cursor may be the longest id, and a byte longer",
      from = Contract.RECORD_ID)
  void longestCursor(StorageBackend backend) {
    byte[] bytes = new byte[RecordId.MAX_LENGTH];
    Arrays.fill(bytes, (byte) 3);
    bytes[0] = 1;
    bytes[1] = 0;
    RecordId longest = RecordId.of(bytes);
    put(backend, record(longest, 1), record(id(1, 0, 3), 2), record(id(1, 0, 4), 3));

    for (RecordId cursor : List.of(longest, longest.append((byte) 0xFF))) {
      ScanRequest request = ScanRequest.of(id(1, 0), 10).after(cursor);
      Verify.equal(
          List.of(id(1, 0, 4)), idsOf(Verify.walk(backend, request)), "behind a long cursor");
    }
  }

  @Rule(
      id = "R-PAGE-08",
      says = "a scan goes on behind a record that is removed meanwhile",
      from = Contract.SCAN_REQUEST)
  void theCursorIsRemoved(StorageBackend backend) {
    List<StoredRecord> all = records(6, Samples::entry);
    put(backend, all);
    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 3);
    RecordPage first = backend.scan(request);
    Verify.that(first.next().isPresent(), "a page behind the first of 6 records", first);

    first.records().forEach(record -> remove(backend, record.id()));

    ScanRequest rest = request.after(first.next().orElseThrow());
    Verify.equal(
        idsOf(all.subList(first.records().size(), 6)),
        idsOf(Verify.walk(backend, rest)),
        "behind a removed record");
  }

  @Rule(
      id = "R-PAGE-09",
      says = "a thousand records fit into one page, and more into several",
      from = Contract.SCAN_REQUEST)
  void largePages(StorageBackend backend) {
    List<StoredRecord> all = records(1_100, Samples::entry);
    put(backend, all);

    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, ScanRequest.MAX_LIMIT);

    Verify.equal(idsOf(all), idsOf(Verify.walk(backend, request.withoutValues())), "a scan of");
  }

  @Rule(
      id = "R-PAGE-10",
      says = "pages go on through all partitions, with any limit",
      from = Contract.SCAN)
  void acrossPartitions(StorageBackend backend) {
    List<RecordId> ids = new ArrayList<>();
    for (int tenant = 0; tenant < 7; tenant++) {
      ids.add(entry(tenant));
      ids.add(entryIn(scope(tenant), 1));
      ids.add(entryIn(scope(tenant, 3), 2));
    }
    List<StoredRecord> all = records(ids.size(), ids::get);
    put(backend, all);

    for (int limit = 1; limit <= 8; limit++) {
      Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, limit), all);
    }
  }

  @Rule(
      id = "R-PAGE-11",
      says = "a record that stays is answered exactly once, whatever is written meanwhile",
      from = Contract.SCAN)
  void stableOnceUnderWrites(StorageBackend backend) {
    List<StoredRecord> stable = records(40, i -> entryIn(scope(i % 4), 10 * i));
    put(backend, stable);
    List<RecordId> expected = stable.stream().map(StoredRecord::id).sorted().collect(toList());

    Race.during(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            List<StoredRecord> churn =
                records(12, i -> entryIn(scope(i % 4), 10 * (i * 3) + 1 + i % 9));
            put(backend, churn);
            // Replaced, but never away.
            put(backend, record(expected.get(round % expected.size()), 100 + round));
            churn.forEach(record -> remove(backend, record.id()));
          }
        },
        () -> {
          ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 7).withoutValues();
          List<RecordId> seen = idsOf(Verify.walk(backend, request)).stream()
              .filter(expected::contains)
              .sorted()
              .collect(toList());
          Verify.equal(expected, seen, "the records that stay,");
        });
  }
}
