package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** What is put is what is got: every field, every byte, every length. */
abstract class RecordRules extends Rules {

  /** A value of 256 KiB, padded and sealed by any known algorithm, is not longer. */
  private static final int LONGEST_VALUE = 264 * 1_024 + 128;

  /** Eight segments and a key of 1,024 bytes, with lengths, padded and sealed, are not longer. */
  private static final int LONGEST_NAME = 9 * 1_028 + 128;

  @Rule(id = "R-REC-01", says = "get answers every field as it was put", from = Contract.RECORD)
  void everyFieldComesBack(StorageBackend backend) {
    StoredRecord full = StoredRecord.builder(entry(1), version(1))
        .expiresAt(NOW + 1)
        .domain(bytes(StoredRecord.DOMAIN_LENGTH, 0xF0))
        .epoch(0x80000001)
        .suite(65_535)
        .flags(0xC0000003)
        .name(new byte[] {1, 2, 3})
        .value(new byte[] {4, 5})
        .build();
    StoredRecord plain = StoredRecord.builder(entry(2), version(2)).build();

    put(backend, full, plain);

    Verify.holds(backend, full);
    Verify.holds(backend, plain);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(full, plain));
  }

  @Rule(id = "R-REC-02", says = "get answers nothing where nothing is", from = Contract.GET)
  void absentIsEmpty(StorageBackend backend) {
    Verify.lacks(backend, entry(1));

    put(backend, record(entry(1), 1));

    Verify.lacks(backend, entry(2));
    Verify.lacks(backend, entry(1).append((byte) 0));
    Verify.lacks(backend, RecordId.of(Arrays.copyOf(entry(1).toBytes(), entry(1).length() - 1)));
  }

  @Rule(id = "R-REC-03", says = "a put replaces the whole record", from = Contract.APPLY)
  void putReplacesWhole(StorageBackend backend) {
    put(
        backend,
        StoredRecord.builder(entry(1), version(1))
            .expiresAt(NOW + 1)
            .domain(bytes(StoredRecord.DOMAIN_LENGTH, 7))
            .epoch(9)
            .suite(9)
            .flags(9)
            .name(bytes(50, 1))
            .value(bytes(500, 1))
            .build());
    StoredRecord second =
        StoredRecord.builder(entry(1), version(2)).value(bytes(3, 2)).build();

    put(backend, second);

    Verify.holds(backend, second);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(second));
  }

  @Rule(
      id = "R-REC-04",
      says = "every byte value is kept in names, values, versions and domains",
      from = Contract.RECORD)
  void everyByteValue(StorageBackend backend) {
    List<StoredRecord> all = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      all.add(StoredRecord.builder(entry(b), Version.of(bytes(Version.LENGTH, b)))
          .domain(bytes(StoredRecord.DOMAIN_LENGTH, b))
          .name(new byte[] {(byte) b, 'n', (byte) b})
          .value(new byte[] {(byte) b, 'v', (byte) b})
          .build());
    }

    put(backend, all);

    all.forEach(record -> Verify.holds(backend, record));
  }

  @Rule(
      id = "R-REC-05",
      says = "zeros at the end of names and values are significant",
      from = Contract.RECORD)
  void trailingZeros(StorageBackend backend) {
    StoredRecord zeros = StoredRecord.builder(entry(1), version(1))
        .name(new byte[] {'n', 0, 0})
        .value(new byte[] {'v', 0})
        .build();
    StoredRecord onlyZeros = StoredRecord.builder(entry(2), version(2))
        .name(new byte[1])
        .value(new byte[1_000])
        .build();

    put(backend, zeros, onlyZeros);

    Verify.holds(backend, zeros);
    Verify.holds(backend, onlyZeros);
  }

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
      id = "R-REC-09",
      says = "the longest sealed names and values are kept, and those of 256 KiB",
      from = Contract.APPLY)
  void longest(StorageBackend backend, Random random) {
    StoredRecord longest = StoredRecord.builder(entry(1), version(1))
        .name(random(random, LONGEST_NAME))
        .value(random(random, LONGEST_VALUE))
        .build();
    StoredRecord round = StoredRecord.builder(entry(2), version(1))
        .name(random(random, 1_024))
        .value(random(random, 256 * 1_024))
        .build();

    put(backend, longest, round);

    Verify.holds(backend, longest);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 1), List.of(longest, round));
  }

  @Rule(
      id = "R-REC-10",
      says = "an empty name and an empty value are kept, and are not absence",
      from = Contract.RECORD)
  void emptyIsNotAbsent(StorageBackend backend) {
    StoredRecord empty = StoredRecord.builder(entry(1), version(1)).build();

    put(backend, empty);

    Verify.holds(backend, empty);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(empty));
  }

  @Rule(
      id = "R-REC-11",
      says = "an expiry is kept to the millisecond, over the whole range",
      from = Contract.RECORD)
  void expiryIsExact(StorageBackend backend) {
    long[] times = {
      StoredRecord.NEVER,
      Long.MAX_VALUE - 1,
      Long.MIN_VALUE,
      Long.MIN_VALUE + 1,
      -1,
      0,
      1,
      999,
      1_000,
      NOW - 1,
      NOW,
      NOW + 1,
      253_402_300_799_999L,
      9_007_199_254_740_993L
    };
    List<StoredRecord> all = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      all.add(expiring(entry(i), i, times[i]));
    }

    put(backend, all);

    all.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 100).withoutValues(), all);
  }

  @Rule(id = "R-REC-12", says = "an expired record is still answered", from = Contract.GET)
  void expiredAreAnswered(StorageBackend backend) {
    StoredRecord expired = expiring(entry(1), 1, NOW - 1);

    put(backend, expired);
    put(backend, record(entry(2), 2));

    Verify.holds(backend, expired);
  }

  @Rule(
      id = "R-REC-13",
      says = "what apply has done is seen by every get and scan after it, in any thread",
      from = Contract.THREADS)
  void completedWritesAreSeen(StorageBackend backend) {
    for (int i = 0; i < 20; i++) {
      StoredRecord written = record(entry(1), i);

      put(backend, written);

      Race.apart(() -> {
        Verify.holds(backend, written);
        Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(written));
        return written;
      });
    }
  }

  @Rule(id = "R-REC-14", says = "what is removed is gone", from = Contract.APPLY)
  void removedIsGone(StorageBackend backend) {
    put(backend, record(entry(1), 1), record(entry(2), 2));

    remove(backend, entry(1));

    Verify.lacks(backend, entry(1));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(record(entry(2), 2)));
  }

  @Rule(id = "R-REC-15", says = "removing what is not there is fine", from = Contract.APPLY)
  void removingTheAbsent(StorageBackend backend) {
    put(backend, record(entry(2), 2));

    remove(backend, entry(1));
    backend.apply(List.of(Change.remove(entry(1), Expectation.ABSENT)), NOW);

    Verify.lacks(backend, entry(1));
    Verify.holds(backend, record(entry(2), 2));
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
      id = "R-REC-17",
      says = "after any puts and removals the backend holds what a sorted map would",
      from = Contract.APPLY)
  void behavesAsASortedMap(StorageBackend backend, Random random) {
    NavigableMap<RecordId, StoredRecord> model = new TreeMap<>();
    for (int step = 0; step < 300; step++) {
      RecordId id = entry(random.nextInt(40));
      if (random.nextInt(3) == 0) {
        remove(backend, id);
        model.remove(id);
      } else {
        StoredRecord record = StoredRecord.builder(id, version(step))
            .expiresAt(random.nextLong())
            .epoch(random.nextInt())
            .suite(random.nextInt(65_536))
            .name(random(random, random.nextInt(40)))
            .value(random(random, random.nextInt(400)))
            .build();
        put(backend, record);
        model.put(id, record);
      }
    }

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 7), List.copyOf(model.values()));
    for (int i = 0; i < 40; i++) {
      StoredRecord expected = model.get(entry(i));
      if (expected == null) {
        Verify.lacks(backend, entry(i));
      } else {
        Verify.holds(backend, expected);
      }
    }
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

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
