package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.puts;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The largest batch is made whole, or not at all; one beyond the limits is refused. */
abstract class BatchLimitRules extends Rules {

  /** The longest sealed name, and as much value as gives a hundred changes 2.5 MiB. */
  private static final int LONGEST_NAME = 9_380;

  private static final int LARGE_VALUE = (5 << 19) / Change.MAX_CHANGES - LONGEST_NAME;

  @Rule(id = "R-BAT-05", says = "a batch may have 100 changes and 1 MiB", from = Contract.APPLY)
  void largest(StorageBackend backend, Random random) {
    List<StoredRecord> large = large(random, 0, (1 << 20) / Change.MAX_CHANGES);

    backend.apply(puts(large), NOW);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 1_000), large);
  }

  @Rule(
      id = "R-BAT-06",
      says = "a batch that changes one id twice is refused, and changes nothing",
      from = Contract.BATCH)
  void sameIdTwice(StorageBackend backend) {
    put(backend, record(entry(1), 1));
    Change other = Change.put(record(entry(2), 2), Expectation.ANY);
    Change put = Change.put(record(entry(1), 3), Expectation.ANY);
    Change removal = Change.remove(entry(1), Expectation.ANY);

    for (List<Change> twice : List.of(
        List.of(other, put, removal),
        List.of(removal, other, put),
        List.of(put, other, put),
        List.of(removal, other, removal))) {
      Verify.thrown(
          IllegalArgumentException.class, "apply of " + twice, () -> backend.apply(twice, NOW));
    }

    // By another thread: what was refused must not leave a lock behind.
    Race.apart(() -> {
      put(backend, record(entry(3), 3));
      return true;
    });
    Verify.scans(
        backend,
        ScanRequest.of(RecordId.ENTRIES, 10),
        List.of(record(entry(1), 1), record(entry(3), 3)));
  }

  @Rule(
      id = "R-BAT-07",
      says = "a batch of more than 100 changes is refused, and changes nothing",
      from = Contract.BATCH)
  void tooMany(StorageBackend backend) {
    List<Change> tooMany = puts(records(Change.MAX_CHANGES + 1, Samples::entry));

    Verify.thrown(
        IllegalArgumentException.class, "apply of 101 changes", () -> backend.apply(tooMany, NOW));

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of());
  }

  @Rule(
      id = "R-BAT-15",
      says = "a batch may have 2.5 MiB, with the longest names",
      from = Contract.APPLY)
  void largestSealed(StorageBackend backend, Random random) {
    List<StoredRecord> large = large(random, LONGEST_NAME, LARGE_VALUE);

    backend.apply(puts(large), NOW);

    large.forEach(record -> Verify.holds(backend, record));
  }

  @Rule(
      id = "R-BAT-16",
      says = "a batch of 100 changes and 1 MiB whose last change is refused makes none",
      from = Contract.APPLY)
  void lastOfTheLargestRefused(StorageBackend backend, Random random) {
    int last = Change.MAX_CHANGES - 1;
    put(backend, record(entry(0), 1), record(entry(last), 2));
    List<Change> batch = puts(large(random, 100, (1 << 20) / Change.MAX_CHANGES));
    batch.set(0, Change.remove(entry(0), Expectation.ANY));
    batch.set(last, Change.put(record(entry(last), 3), Expectation.ABSENT));

    Verify.refused(backend, last, NOW, batch.toArray(new Change[0]));

    Verify.scans(
        backend,
        ScanRequest.of(RecordId.ENTRIES, 1_000),
        List.of(record(entry(0), 1), record(entry(last), 2)));
  }

  /** Values that end in a zero, which is as good as any byte. */
  private static List<StoredRecord> large(Random random, int nameLength, int valueLength) {
    List<StoredRecord> large = new ArrayList<>();
    for (int i = 0; i < Change.MAX_CHANGES; i++) {
      large.add(StoredRecord.builder(entry(i), version(1))
          .name(Samples.noise(random.nextLong(), nameLength))
          .value(Arrays.copyOf(Samples.noise(random.nextLong(), valueLength - 1), valueLength))
          .build());
    }
    return large;
  }
}
