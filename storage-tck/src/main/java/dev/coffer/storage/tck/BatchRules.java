package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.puts;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;
import static java.util.stream.Collectors.toSet;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** All changes of a batch are made, or none; whoever sees one sees them all. */
abstract class BatchRules extends Rules {

  private static final int ROUNDS = 60;

  @Rule(id = "R-BAT-01", says = "a batch makes all of its changes", from = Contract.APPLY)
  void allAreMade(StorageBackend backend) {
    put(backend, record(entry(1), 1), record(entry(2), 2), record(entry(3), 3));

    backend.apply(
        List.of(
            Change.remove(entry(1), Expectation.ANY),
            Change.put(record(entry(2), 12), Expectation.version(version(2))),
            Change.remove(entry(3), Expectation.version(version(3))),
            Change.put(record(entry(4), 14), Expectation.ABSENT),
            Change.put(record(entryIn(scope(1), 5), 15), Expectation.ANY)),
        NOW);

    Verify.scans(
        backend,
        ScanRequest.of(RecordId.ENTRIES, 10),
        List.of(record(entry(2), 12), record(entry(4), 14), record(entryIn(scope(1), 5), 15)));
  }

  @Rule(
      id = "R-BAT-02",
      says = "a batch whose first change is refused makes none",
      from = Contract.APPLY)
  void firstRefused(StorageBackend backend) {
    noneIsMade(backend, 0);
  }

  @Rule(
      id = "R-BAT-03",
      says = "a batch with a refused change in the middle makes none",
      from = Contract.APPLY)
  void middleRefused(StorageBackend backend) {
    noneIsMade(backend, 2);
  }

  @Rule(
      id = "R-BAT-04",
      says = "a batch whose last change is refused makes none",
      from = Contract.APPLY)
  void lastRefused(StorageBackend backend) {
    noneIsMade(backend, 4);
  }

  private static void noneIsMade(StorageBackend backend, int refusedAt) {
    List<StoredRecord> before =
        List.of(record(entry(1), 1), record(entry(2), 2), record(entry(3), 3));
    put(backend, before);
    List<Change> batch = new ArrayList<>(List.of(
        Change.put(record(entry(1), 11), Expectation.ANY),
        Change.remove(entry(2), Expectation.version(version(2))),
        Change.put(record(entry(4), 14), Expectation.ABSENT),
        Change.put(record(entryIn(scope(1), 5), 15), Expectation.ANY)));
    batch.add(refusedAt, Change.put(record(entry(3), 13), Expectation.ABSENT));

    Verify.refused(backend, refusedAt, NOW, batch.toArray(new Change[0]));

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), before);
    before.forEach(record -> Verify.holds(backend, record));
  }

  @Rule(id = "R-BAT-05", says = "a batch may have 100 changes and 1 MiB", from = Contract.APPLY)
  void largest(StorageBackend backend, Random random) {
    List<StoredRecord> large = new ArrayList<>();
    for (int i = 0; i < Change.MAX_CHANGES; i++) {
      byte[] value = new byte[(1 << 20) / Change.MAX_CHANGES];
      random.nextBytes(value);
      large.add(StoredRecord.builder(entry(i), version(1)).value(value).build());
    }

    backend.apply(puts(large), NOW);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 1_000), large);
  }

  @Rule(
      id = "R-BAT-06",
      says = "a batch that changes one id twice is refused, and changes nothing",
      from = Contract.BATCH)
  void sameIdTwice(StorageBackend backend) {
    put(backend, record(entry(1), 1));
    List<Change> twice = List.of(
        Change.put(record(entry(2), 2), Expectation.ANY),
        Change.put(record(entry(1), 3), Expectation.ANY),
        Change.remove(entry(1), Expectation.ANY));

    Verify.thrown(
        IllegalArgumentException.class, "apply of one id twice", () -> backend.apply(twice, NOW));

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(record(entry(1), 1)));
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

  @Rule(id = "R-BAT-08", says = "an empty batch does nothing", from = Contract.APPLY)
  void empty(StorageBackend backend) {
    backend.apply(List.of(), NOW);
    put(backend, record(entry(1), 1));

    backend.apply(List.of(), Long.MAX_VALUE);

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(record(entry(1), 1)));
  }

  @Rule(
      id = "R-BAT-09",
      says = "the list of changes is the caller's again when apply has returned",
      from = Contract.APPLY)
  void theListIsNotKept(StorageBackend backend) {
    List<Change> changes = new ArrayList<>(puts(List.of(record(entry(1), 1))));

    backend.apply(changes, NOW);
    changes.clear();
    changes.add(Change.remove(entry(1), Expectation.ANY));

    Verify.holds(backend, record(entry(1), 1));
  }

  @Rule(
      id = "R-BAT-10",
      says = "a page shows all changes of a batch or none",
      from = Contract.THREADS)
  void pagesShowWholeBatches(StorageBackend backend) {
    pagesAreWhole(backend, backend);
  }

  static void pagesAreWhole(StorageBackend writer, StorageBackend reader) {
    List<RecordId> ids = acrossPartitions();
    put(writer, batch(ids, 0));

    Race.during(
        () -> {
          for (int round = 1; round <= ROUNDS; round++) {
            put(writer, batch(ids, round));
          }
        },
        () -> {
          RecordPage page = reader.scan(ScanRequest.of(RecordId.ENTRIES, 1_000));
          Set<Version> versions =
              page.records().stream().map(StoredRecord::version).collect(toSet());
          Verify.that(versions.size() <= 1, "records of one batch in the page", versions);
          Verify.that(
              page.next().isPresent() || page.records().size() == ids.size(),
              "all " + ids.size() + " records in the page, or a next one",
              page);
        });
  }

  @Rule(
      id = "R-BAT-11",
      says = "whoever gets one change of a batch gets the others from then on",
      from = Contract.THREADS)
  void getsFollowEachOther(StorageBackend backend) {
    List<RecordId> ids = acrossPartitions();
    put(backend, batch(ids, 0));

    Race.during(
        () -> {
          for (int round = 1; round <= ROUNDS; round++) {
            put(backend, batch(ids, round));
          }
        },
        () -> {
          for (int i = 0; i < ids.size(); i++) {
            StoredRecord one = got(backend, ids.get(i));
            StoredRecord other = got(backend, ids.get(ids.size() - 1 - i));
            Verify.that(
                one.version().toString().compareTo(other.version().toString()) <= 0,
                "version " + one.version() + " or a later one at " + other.id(),
                other.version());
          }
        });
  }

  @Rule(
      id = "R-BAT-12",
      says = "a record that is replaced is never seen to be absent",
      from = Contract.THREADS)
  void replacedIsNeverAbsent(StorageBackend backend) {
    put(backend, record(entry(1), 0));

    Race.during(
        () -> {
          for (int round = 1; round <= ROUNDS; round++) {
            put(backend, record(entry(1), round));
          }
        },
        () -> {
          got(backend, entry(1));
          int seen = Verify.walk(backend, ScanRequest.of(entry(1), 10)).size();
          Verify.equal(1, seen, "the number of records in a scan:");
        });
  }

  @Rule(
      id = "R-BAT-13",
      says = "a refused batch is not seen even while it is judged",
      from = Contract.THREADS)
  void refusedIsNeverSeen(StorageBackend backend) {
    put(backend, record(entry(9), 9));
    List<Change> refused = List.of(
        Change.put(record(entry(1), 1), Expectation.ANY),
        Change.put(record(entry(9), 10), Expectation.ABSENT));

    Race.during(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            Verify.thrown(
                PreconditionFailedException.class,
                "a batch that expects the present to be absent",
                () -> backend.apply(refused, NOW));
          }
        },
        () -> {
          Verify.lacks(backend, entry(1));
          Verify.holds(backend, record(entry(9), 9));
        });
  }

  @Rule(
      id = "R-BAT-14",
      says = "batches that overlap, in whatever order, are all made, one after the other",
      from = Contract.THREADS)
  void overlapping(StorageBackend backend, Random random) {
    List<RecordId> ids = acrossPartitions();
    long seed = random.nextLong();

    Race.of(4, racer -> () -> {
      Random own = new Random(seed + racer);
      for (int round = 0; round < 15; round++) {
        List<StoredRecord> batch = batch(ids, 1 + racer * 100 + round);
        Collections.shuffle(batch, own);
        put(backend, batch);
      }
      return racer;
    });

    Version last = got(backend, ids.get(0)).version();
    for (RecordId id : ids) {
      Verify.equal(last, got(backend, id).version(), "one batch's version at " + id);
    }
  }

  private static StoredRecord got(StorageBackend backend, RecordId id) {
    Optional<StoredRecord> seen = backend.get(id);
    Verify.that(seen.isPresent(), "a record at " + id, "nothing");
    return seen.orElseThrow();
  }

  private static List<StoredRecord> batch(List<RecordId> ids, int number) {
    List<StoredRecord> batch = new ArrayList<>();
    ids.forEach(id -> batch.add(record(id, number)));
    return batch;
  }

  private static List<RecordId> acrossPartitions() {
    List<RecordId> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.add(entry(i));
      ids.add(entryIn(scope(i), i));
      ids.add(entryIn(scope(1, i), 7));
    }
    return ids;
  }
}
