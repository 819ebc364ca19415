package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is kept under one id is kept apart from every other. */
abstract class IdRules extends Rules {

  @Rule(
      id = "R-REC-06",
      says = "ids that differ in one byte are different records, whatever the byte",
      from = Contract.RECORD_ID)
  void everyByteInIds(StorageBackend backend) {
    List<StoredRecord> last = records(256, b -> id(1, 0, 7, b));
    List<StoredRecord> middle = records(256, b -> id(1, 0, 8, b, 8));

    put(backend, last);
    put(backend, middle);

    last.forEach(record -> Verify.holds(backend, record));
    middle.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(id(1, 0, 7), 1_000), last);
  }

  @Rule(
      id = "R-REC-07",
      says = "zeros, blanks and capitals in ids are significant",
      from = Contract.RECORD_ID)
  void nothingIsTrimmedOrFolded(StorageBackend backend) {
    List<RecordId> ids = List.of(
        id(1, 0, 'a'),
        id(1, 0, 'A'),
        id(1, 0, 'a', 0),
        id(1, 0, 'a', 0, 0),
        id(1, 0, 'a', ' '),
        id(1, 0, ' ', 'a'));
    List<StoredRecord> all = records(ids.size(), ids::get);

    put(backend, all);

    all.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(id(1, 0), 100), all);
  }

  @Rule(id = "R-REC-08", says = "ids have 1 to 512 bytes", from = Contract.RECORD_ID)
  void idsOfEveryLength(StorageBackend backend) {
    byte[] longest = bytes(RecordId.MAX_LENGTH, 0xEE);
    longest[0] = 1;
    byte[] other = longest.clone();
    other[longest.length - 1]--;
    List<RecordId> ids = List.of(
        id(1),
        id(1, 0),
        RecordId.of(longest),
        RecordId.of(other),
        RecordId.of(Arrays.copyOf(longest, RecordId.MAX_LENGTH - 1)));
    List<StoredRecord> all = records(ids.size(), ids::get);

    put(backend, all);

    all.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 2), all);
  }

  @Rule(
      id = "R-REC-16",
      says = "records that are alike in all but the id do not disturb each other",
      from = Contract.RECORD)
  void alikeButForTheId(StorageBackend backend) {
    List<StoredRecord> alike = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      alike.add(StoredRecord.builder(entry(i), version(1)).name(bytes(9, 1)).build());
    }

    put(backend, alike);
    remove(backend, entry(1));

    Verify.holds(backend, alike.get(0));
    Verify.lacks(backend, entry(1));
    Verify.holds(backend, alike.get(2));
  }

  @Rule(
      id = "R-REC-18",
      says = "system records, under 00, are kept as any other",
      from = Contract.RECORD_ID)
  void systemRecords(StorageBackend backend) {
    StoredRecord system = record(RecordId.SYSTEM.append((byte) 7, (byte) 7), 1);

    put(backend, system);

    Verify.holds(backend, system);
    Verify.scans(backend, ScanRequest.of(system.id(), 10), List.of(system));
  }

  @Rule(
      id = "R-REC-22",
      says = "ids that begin with one another are records of their own, in every partition",
      from = Contract.RECORD_ID)
  void idsInsideOfIds(StorageBackend backend) {
    RecordId deepest = entryIn(scope(1, 2), 3).append((byte) 0);
    List<StoredRecord> chain =
        records(deepest.length(), i -> RecordId.of(Arrays.copyOf(deepest.toBytes(), i + 1)));
    put(backend, chain);

    List<StoredRecord> left = new ArrayList<>();
    for (StoredRecord record : chain) {
      if (record.id().length() % 3 == 0) {
        remove(backend, record.id());
      } else {
        left.add(record);
      }
    }

    left.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 100), left);
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
