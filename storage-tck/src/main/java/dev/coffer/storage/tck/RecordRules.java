package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

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

  @Rule(
      id = "R-REC-19",
      says = "names and values of the lengths around every power of two are kept whole",
      from = Contract.RECORD)
  void lengthsAroundPowersOfTwo(StorageBackend backend, Random random) {
    List<StoredRecord> all = new ArrayList<>();
    for (int power = 1; power <= 256 * 1_024; power *= 2) {
      for (int length = power - 1; length <= power + 1; length++) {
        all.add(StoredRecord.builder(entry(all.size()), version(1))
            .name(random(random, Math.min(length, LONGEST_NAME)))
            .value(random(random, length))
            .build());
      }
    }

    put(backend, all);

    all.forEach(record -> Verify.holds(backend, record));
  }

  @Rule(
      id = "R-REC-20",
      says = "a put replaces a higher version, an earlier one that comes back, and its own",
      from = Contract.VERSION)
  void versionsHaveNoOrder(StorageBackend backend) {
    int[] versions = {5, 3, 5, 5, 0, 9, 5};

    for (int i = 0; i < versions.length; i++) {
      StoredRecord record = StoredRecord.builder(entry(1), version(versions[i]))
          .epoch(i)
          .value(new byte[] {(byte) i})
          .build();
      put(backend, record);
      Verify.holds(backend, record);
    }
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
