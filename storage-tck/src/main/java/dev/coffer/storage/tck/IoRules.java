package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import dev.coffer.storage.tck.FullDisk.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a backend says when its place fails: in this process, if the author can make it fail, and
 * else on a {@link FullDisk}.
 */
abstract class IoRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-IO-01",
      says = "where the place fails, what is there is answered or unavailable, never absent",
      from = Contract.FAILURES,
      needs = Guarantee.DURABLE)
  void reads(Bench bench) {
    List<StoredRecord> there = records(5, number -> entry(5_000 + number));
    StorageBackend backend = bench.open();
    there.forEach(record -> put(backend, record));

    if (bench.breakDown()) {
      FullDisk.readsTruly(backend, there);
    } else {
      backend.close();
      bench.startLimited(Task.FILL_AND_READ).hear();
    }
  }

  @Rule(
      id = "R-IO-02",
      says = "a write that fails is unavailable or unknown, and one that succeeds is kept",
      from = Contract.FAILURES,
      needs = Guarantee.DURABLE)
  void writes(Bench bench) {
    StorageBackend backend = bench.open();
    put(backend, record(entry(5_000), 1));

    if (bench.breakDown()) {
      fails("a put", () -> put(backend, record(entry(1), 2)));
      fails("a batch", () -> put(backend, record(entry(2), 2), record(entry(3), 3)));
      Change removal = Change.remove(entry(5_000), Expectation.ANY);
      fails("a removal", () -> backend.apply(List.of(removal), NOW));
      // Whether they would be refused cannot be told, for what is there cannot be read.
      Change fresh = Change.put(record(entry(4), 4), Expectation.ABSENT);
      fails("a put that expects nothing", () -> backend.apply(List.of(fresh), NOW));
      Change anew = Change.put(record(entry(5_000), 5), Expectation.version(version(1)));
      fails("a put that expects a version", () -> backend.apply(List.of(anew), NOW));
    } else {
      backend.close();
      OtherProcess writer = bench.startLimited(Task.FILL_AND_WRITE);
      List<Outcome> outcomes = new ArrayList<>();
      for (String told = writer.hear(); !told.equals(FullDisk.END); told = writer.hear()) {
        outcomes.add(Outcome.valueOf(told));
      }
      writer.kill();
      wereTrue(outcomes, bench.open());
    }
  }

  /** That what is there now, with room again, is what was said. */
  private static void wereTrue(List<Outcome> outcomes, StorageBackend backend) {
    for (int write = 0; write < outcomes.size(); write++) {
      Outcome outcome = outcomes.get(write);
      List<StoredRecord> records = FullDisk.written(write);
      long there = records.stream().filter(record -> isThere(backend, record)).count();
      boolean isTrue = switch (outcome) {
        case DONE -> there == records.size();
        case REFUSED -> there == 0;
        case UNKNOWN -> there == 0 || there == records.size();
      };
      Verify.that(
          isTrue,
          "what became of write " + write + " to be as was said, " + outcome,
          there + " of its " + records.size() + " records");
    }
    put(backend, record(entry(5_001), 1));
    Verify.holds(backend, record(entry(5_001), 1));
  }

  private static boolean isThere(StorageBackend backend, StoredRecord expected) {
    Optional<StoredRecord> seen = backend.get(expected.id());
    seen.ifPresent(record -> Verify.same(expected, record));
    return seen.isPresent();
  }

  @Rule(
      id = "R-IO-03",
      says = "a removal that fails is unavailable, and one that succeeds is kept",
      from = Contract.FAILURES,
      needs = Guarantee.DURABLE)
  void removals(Bench bench) {
    StorageBackend backend = bench.open();
    put(backend, record(entry(5_000), 1));

    if (bench.breakDown()) {
      fails("removeExpired", () -> backend.removeExpired(RecordId.ENTRIES, NOW, 10));
      fails("removePrefix", () -> backend.removePrefix(RecordId.ENTRIES));
    } else {
      backend.close();
      OtherProcess remover = bench.startLimited(Task.FILL_AND_REMOVE);
      Outcome expired = Outcome.valueOf(remover.hear());
      Outcome all = Outcome.valueOf(remover.hear());
      remover.kill();

      StorageBackend again = bench.open();
      if (expired == Outcome.DONE || all == Outcome.DONE) {
        Verify.lacks(again, FullDisk.EXPIRED.id());
      }
      if (all == Outcome.DONE) {
        Verify.scans(again, ALL, List.of());
      }
    }
  }

  private static void fails(String call, Runnable write) {
    Verify.that(
        FullDisk.outcome(write) != Outcome.DONE,
        "StorageUnavailableException or OutcomeUnknownException from " + call,
        "success");
  }
}
