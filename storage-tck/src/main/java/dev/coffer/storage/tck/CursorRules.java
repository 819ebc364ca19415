package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.ScanRules.idsOf;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A scan goes on behind its cursor, wherever that lies. */
abstract class CursorRules extends Rules {

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
      id = "R-PAGE-12",
      says = "a cursor before the prefix leaves nothing out, and one behind it everything",
      from = Contract.SCAN_REQUEST)
  void cursorOutsideThePrefix(StorageBackend backend) {
    List<RecordId> inside = List.of(id(1, 0, 5), id(1, 0, 5, 0), id(1, 0, 5, 255));
    put(backend, records(3, inside::get));
    put(backend, record(id(1, 0, 4), 4), record(id(1, 0, 6), 6));
    ScanRequest request = ScanRequest.of(id(1, 0, 5), 2);

    for (RecordId before : List.of(id(1, 0), id(1, 0, 3), id(1, 0, 4), id(1, 0, 4, 255, 255))) {
      List<RecordId> seen = idsOf(Verify.walk(backend, request.after(before)));
      Verify.equal(inside, seen, "behind the cursor " + before);
    }
    for (RecordId behind : List.of(id(1, 0, 5, 255, 255), id(1, 0, 6), id(1, 0, 255))) {
      List<RecordId> seen = idsOf(Verify.walk(backend, request.after(behind)));
      Verify.equal(List.of(), seen, "behind the cursor " + behind);
    }
  }

  @Rule(
      id = "R-PAGE-13",
      says = "behind the id of each record lies what came after it, in every partition",
      from = Contract.SCAN)
  void behindEachRecord(StorageBackend backend) {
    List<RecordId> ids = new ArrayList<>();
    for (int tenant = 0; tenant < 3; tenant++) {
      ids.add(entry(tenant));
      ids.add(entryIn(scope(tenant), 1));
      ids.add(entryIn(scope(tenant, 3), 2));
      ids.add(scope(tenant).append((byte) 0xFF));
    }
    put(backend, records(ids.size(), ids::get));
    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 5);

    List<RecordId> all = idsOf(Verify.walk(backend, request));

    Verify.equal(ids.size(), all.size(), "the number of records");
    for (int i = 0; i < all.size(); i++) {
      List<RecordId> seen = idsOf(Verify.walk(backend, request.after(all.get(i))));
      Verify.equal(all.subList(i + 1, all.size()), seen, "behind " + all.get(i));
    }
  }
}
