package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A prefix is bytes, each of which means itself: no pattern, no text, and nothing cut short. */
abstract class PatternRules extends Rules {

  /** What means something else to SQL, to globs, to regular expressions or to a shell. */
  private static final String SPECIAL = "%_*?.[]^$\\'\"+(){}|#-!~,;:/@`<>=& \0\n";

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-SCAN-13",
      says = "a prefix is no pattern: each byte in it means itself",
      from = Contract.SCAN)
  void scans(StorageBackend backend) {
    List<StoredRecord> all = records(256, b -> id(1, 0, b, 7));
    put(backend, all);

    for (StoredRecord record : all) {
      RecordId prefix = RecordId.of(Arrays.copyOf(record.id().toBytes(), 3));
      Verify.scans(backend, ScanRequest.of(prefix, 10), List.of(record));
      Verify.scans(backend, ScanRequest.of(record.id(), 10), List.of(record));
    }
  }

  @Rule(
      id = "R-SCAN-14",
      says = "a prefix may have 512 bytes, and each of them counts",
      from = Contract.RECORD_ID)
  void longPrefixes(StorageBackend backend) {
    byte[] bytes = new byte[RecordId.MAX_LENGTH];
    Arrays.fill(bytes, (byte) 0x2E);
    bytes[0] = 1;
    StoredRecord one = expiring(RecordId.of(bytes), 1, NOW);
    bytes[bytes.length - 1]++;
    StoredRecord last = expiring(RecordId.of(bytes), 2, NOW);
    bytes[300]++;
    StoredRecord middle = expiring(RecordId.of(bytes), 3, NOW);
    put(backend, one, last, middle);

    for (int length : new int[] {127, 128, 254, 255, 256, 257, 300}) {
      Verify.scans(backend, ScanRequest.of(prefix(one, length), 10), List.of(one, last, middle));
    }
    for (int length : new int[] {301, 510, 511}) {
      Verify.scans(backend, ScanRequest.of(prefix(one, length), 10), List.of(one, last));
    }
    Verify.scans(backend, ScanRequest.of(one.id(), 10), List.of(one));
    int removed = backend.removeExpired(one.id(), NOW, 10);
    Verify.equal(1, removed, "a count by removeExpired of");
    Verify.scans(backend, ALL, List.of(last, middle));
    backend.removePrefix(prefix(one, 301));
    Verify.scans(backend, ALL, List.of(middle));
  }

  private static RecordId prefix(StoredRecord record, int length) {
    return RecordId.of(Arrays.copyOf(record.id().toBytes(), length));
  }

  @Rule(
      id = "R-REM-17",
      says = "to removePrefix a prefix is no pattern: each byte in it means itself",
      from = Contract.REMOVE_PREFIX)
  void removals(StorageBackend backend) {
    List<StoredRecord> left = neighbours(StoredRecord.NEVER);
    put(backend, left);

    for (byte special : SPECIAL.getBytes(StandardCharsets.US_ASCII)) {
      RecordId prefix = id(1, 0, special);
      backend.removePrefix(prefix);

      left.removeIf(record -> record.id().startsWith(prefix));
      Verify.scans(backend, ALL, left);
    }
  }

  @Rule(
      id = "R-REM-18",
      says = "to removeExpired a prefix is no pattern: each byte in it means itself",
      from = Contract.REMOVE_EXPIRED)
  void purges(StorageBackend backend) {
    List<StoredRecord> left = neighbours(NOW);
    put(backend, left);

    for (byte special : SPECIAL.getBytes(StandardCharsets.US_ASCII)) {
      RecordId prefix = id(1, 0, special);
      int removed = backend.removeExpired(prefix, NOW, 10);

      Verify.equal(1, removed, "for '" + prefix + "', a count by removeExpired of");
      left.removeIf(record -> record.id().startsWith(prefix));
      Verify.scans(backend, ALL, left);
    }
  }

  /** A record for each special byte, and some that none of them stands for. */
  private static List<StoredRecord> neighbours(long expiresAt) {
    List<StoredRecord> records = new ArrayList<>();
    for (byte special : SPECIAL.getBytes(StandardCharsets.US_ASCII)) {
      records.add(expiring(id(1, 0, special, 7), records.size(), expiresAt));
    }
    for (int other : new int[] {1, 'A', 'a', 'z', 0x7F, 0x80, 0xFF}) {
      records.add(expiring(id(1, 0, other, 7), records.size(), expiresAt));
    }
    records.add(record(id(1, 0), records.size()));
    return records;
  }
}
