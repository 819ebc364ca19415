package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that are many, or interrupted in calls other than a plain put. */
abstract class CrowdRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  /** More than any pool of ten connections serves at once. */
  private static final int CROWD = 24;

  @Rule(
      id = "R-LIFE-13",
      says =
          "an interrupted removePrefix or removeExpired keeps the flag, and has done what it says",
      from = Contract.THREADS)
  void interruptedRemovals(StorageBackend backend) {
    StoredRecord stays = record(entry(1), 1);
    put(backend, stays, record(entryIn(scope(1), 2), 2), expiring(entry(3), 3, NOW));

    boolean removed = LifeRules.interrupted(() -> backend.removePrefix(scope(1)));
    if (removed) {
      Verify.lacks(backend, entryIn(scope(1), 2));
    }
    AtomicInteger counted = new AtomicInteger();
    boolean purged =
        LifeRules.interrupted(() -> counted.set(backend.removeExpired(RecordId.ENTRIES, NOW, 10)));
    if (purged) {
      int gone = backend.get(entry(3)).isPresent() ? 0 : 1;
      Verify.equal(gone, counted.get(), "a count by an interrupted removeExpired of");
    }

    backend.removePrefix(scope(1));
    backend.removeExpired(RecordId.ENTRIES, NOW, 10);
    Verify.holds(backend, stays);
    Verify.scans(backend, ALL, List.of(stays));
  }

  @Rule(
      id = "R-LIFE-14",
      says =
          "an interrupted batch is whole or not there, as is said, and a refused one keeps the flag",
      from = Contract.THREADS)
  void interruptedBatches(StorageBackend backend) {
    StoredRecord stays = record(entry(9), 9);
    put(backend, stays);
    List<StoredRecord> batch = List.of(record(entry(1), 1), record(entryIn(scope(1), 2), 2));

    FullDisk.Outcome outcome = Race.apart(() -> {
      Thread.currentThread().interrupt();
      return FullDisk.write(backend, batch);
    });
    long there = batch.stream().filter(r -> backend.get(r.id()).isPresent()).count();
    Verify.that(
        switch (outcome) {
          case DONE -> there == 2;
          case REFUSED -> there == 0;
          case UNKNOWN -> there != 1;
        },
        "what became of an interrupted batch to be as was said, " + outcome,
        there + " of its 2 records");

    LifeRules.interrupted(() -> refused(backend, Change.put(stays, Expectation.ABSENT)));
    put(backend, batch);
    batch.forEach(record -> Verify.holds(backend, record));
    Verify.holds(backend, stays);
  }

  /** Refused, or given up for the interrupt. */
  private static void refused(StorageBackend backend, Change change) {
    try {
      backend.apply(List.of(change), NOW);
    } catch (PreconditionFailedException
        | StorageUnavailableException
        | OutcomeUnknownException refused) {
      return;
    }
    throw new AssertionError("expected " + change + " to be refused, seen success");
  }

  @Rule(
      id = "R-LIFE-15",
      says = "two dozen threads are served at once, whatever they call",
      from = Contract.THREADS,
      races = true)
  void aCrowd(StorageBackend backend) {
    Race.of(CROWD, racer -> () -> {
      RecordId own = scope(racer);
      for (int round = 1; round <= 3; round++) {
        StoredRecord first = record(entryIn(own, 1), round);
        StoredRecord second = expiring(entryIn(own, 2), round, NOW);
        StoredRecord replaced = record(first.id(), 100 + round);
        put(backend, first, second);
        Verify.scans(backend, ScanRequest.of(own, 10), List.of(first, second));
        backend.apply(List.of(Change.put(replaced, Expectation.version(first.version()))), NOW);
        Verify.holds(backend, replaced);
        Verify.equal(
            1,
            backend.removeExpired(own, NOW, 10),
            "in its own scope, a count by removeExpired of");
        backend.removePrefix(own);
        Verify.scans(backend, ScanRequest.of(own, 10).withoutValues(), List.of());
      }
      return racer;
    });
  }
}
