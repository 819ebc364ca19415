package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;
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
import java.util.Random;
import java.util.Set;

/** Whoever sees one change of a batch sees them all. */
abstract class BatchVisibilityRules extends Rules {

  private static final int ROUNDS = 60;

  @Rule(
      id = "R-BAT-10",
      says = "a page shows all changes of a batch or none",
      from = Contract.THREADS,
      races = true)
  void pagesShowWholeBatches(StorageBackend backend) {
    pagesAreWhole(backend, backend);
  }

  static void pagesAreWhole(StorageBackend writer, StorageBackend reader) {
    pagesAreWhole(writer, reader, acrossPartitions(), ROUNDS);
  }

  private static void pagesAreWhole(
      StorageBackend writer, StorageBackend reader, List<RecordId> ids, int rounds) {
    put(writer, batch(ids, 0));

    Race.during(
        () -> {
          for (int round = 1; round <= rounds; round++) {
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
      from = Contract.THREADS,
      races = true)
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
      from = Contract.THREADS,
      races = true)
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
      from = Contract.THREADS,
      races = true)
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
      from = Contract.THREADS,
      races = true)
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

  @Rule(
      id = "R-BAT-17",
      says = "a page shows all changes of the largest batch or none",
      from = Contract.THREADS,
      races = true)
  void pagesShowTheLargestBatch(StorageBackend backend) {
    List<RecordId> ids = new ArrayList<>();
    for (int i = 0; i < Change.MAX_CHANGES; i++) {
      ids.add(entryIn(scope(i % 3), i));
    }
    pagesAreWhole(backend, backend, ids, 6);
  }

  private static StoredRecord got(StorageBackend backend, RecordId id) {
    return Verify.present(backend.get(id), "a record at " + id);
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
