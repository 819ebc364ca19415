package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Opening, closing, and callers that are interrupted. */
abstract class LifeRules extends Rules {

  @Rule(id = "R-LIFE-01", says = "a new place has no entries", from = Contract.SCAN)
  void newIsEmpty(StorageBackend backend) {
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of());
  }

  @Rule(id = "R-LIFE-02", says = "two places have nothing in common", from = Contract.GET)
  void placesAreApart(Bench bench) {
    StorageBackend one = bench.open();
    StorageBackend other = bench.openElsewhere();

    put(one, record(entry(1), 1));
    put(other, record(entry(2), 2));

    Verify.lacks(other, entry(1));
    Verify.lacks(one, entry(2));
    Verify.holds(one, record(entry(1), 1));
  }

  @Rule(id = "R-LIFE-03", says = "closing twice is fine", from = Contract.CLOSE)
  void closeTwice(Bench bench) {
    StorageBackend used = bench.open();
    put(used, record(entry(1), 1));
    used.close();
    used.close();

    StorageBackend unused = bench.openElsewhere();
    unused.close();
    unused.close();
  }

  @Rule(
      id = "R-LIFE-04",
      says = "closing one backend does not close another",
      from = Contract.CLOSE)
  void closeOne(Bench bench) {
    StorageBackend one = bench.open();
    StorageBackend other = bench.openElsewhere();
    put(other, record(entry(1), 1));

    one.close();

    Verify.holds(other, record(entry(1), 1));
    put(other, record(entry(1), 2));
    Verify.holds(other, record(entry(1), 2));
  }

  @Rule(
      id = "R-LIFE-05",
      says = "the guarantees are those that the author declares",
      from = Contract.GUARANTEES)
  void guaranteesAsDeclared(Bench bench) {
    for (int opening = 0; opening < 3; opening++) {
      StorageBackend backend = bench.open();
      Verify.equal(bench.declaredGuarantees(), backend.guarantees(), "the declared guarantees");
      backend.close();
    }
  }

  @Rule(
      id = "R-LIFE-06",
      says = "the guarantees are the same at every call, and ENCRYPTED is not among them",
      from = Contract.GUARANTEES)
  void guaranteesAreStable(StorageBackend backend) {
    Set<Guarantee> first = Set.copyOf(backend.guarantees());

    put(backend, record(entry(1), 1));

    Verify.equal(first, backend.guarantees(), "the guarantees of the first call");
    Verify.that(!first.contains(Guarantee.ENCRYPTED), "no ENCRYPTED", first);
  }

  @Rule(
      id = "R-LIFE-07",
      says = "a store id has 16 bytes and stays, where there is one; so does a sealer",
      from = Contract.STORE_ID)
  void storeIdIsStable(StorageBackend backend) {
    Optional<byte[]> answer = backend.storeId();
    Optional<byte[]> id = answer.map(byte[]::clone);
    boolean sealed = backend.sealer().isPresent();

    put(backend, record(entry(1), 1));
    // The answer is the caller's.
    answer.ifPresent(bytes -> bytes[0]++);

    Optional<byte[]> later = backend.storeId();
    int length = id.map(bytes -> bytes.length).orElse(RecordSealer.STORE_ID_LENGTH);
    Verify.equal(RecordSealer.STORE_ID_LENGTH, length, "a store id of length");
    Verify.that(
        id.isPresent() == later.isPresent()
            && Arrays.equals(id.orElse(new byte[0]), later.orElse(new byte[0])),
        "the same store id, or none, at every call",
        "another one");
    Verify.equal(sealed, backend.sealer().isPresent(), "at every call, a sealer:");
  }

  @Rule(
      id = "R-LIFE-16",
      says = "two places have two store ids, where there are any",
      from = Contract.STORE_ID)
  void storeIdsDiffer(Bench bench) {
    Optional<byte[]> here = bench.open().storeId();
    Optional<byte[]> elsewhere = bench.openElsewhere().storeId();

    Verify.equal(here.isPresent(), elsewhere.isPresent(), "in every place, a store id:");
    Verify.that(
        here.isEmpty() || !Arrays.equals(here.get(), elsewhere.orElseThrow()),
        "another store id in another place",
        "the same one");
  }

  @Rule(
      id = "R-LIFE-08",
      says = "an interrupted writer keeps its flag, and does all or nothing",
      from = Contract.THREADS)
  void interruptedWriter(StorageBackend backend) {
    StoredRecord written = record(entry(1), 1);

    boolean done = interrupted(() -> put(backend, written));

    if (done) {
      Verify.holds(backend, written);
    }
    put(backend, record(entry(2), 2));
    Verify.holds(backend, record(entry(2), 2));
  }

  @Rule(
      id = "R-LIFE-09",
      says = "an interrupted reader keeps its flag, and sees what is there or an error",
      from = Contract.THREADS)
  void interruptedReader(StorageBackend backend) {
    StoredRecord there = record(entry(1), 1);
    put(backend, there);

    interrupted(() -> Verify.holds(backend, there));
    interrupted(() -> Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(there)));

    Verify.holds(backend, there);
    put(backend, record(entry(1), 2));
    Verify.holds(backend, record(entry(1), 2));
  }

  /** Whether the body came to its end in a thread that was interrupted before. */
  static boolean interrupted(Runnable body) {
    return Race.apart(() -> {
      Thread.currentThread().interrupt();
      boolean done = isDone(body);
      Verify.that(Thread.currentThread().isInterrupted(), "the interrupt flag to stay", "none");
      return done;
    });
  }

  private static boolean isDone(Runnable body) {
    try {
      body.run();
      return true;
    } catch (StorageUnavailableException | OutcomeUnknownException givenUp) {
      return false;
    }
  }

  @Rule(
      id = "R-LIFE-10",
      says = "a writer that is interrupted again and again harms no other",
      from = Contract.THREADS,
      races = true)
  void interruptedInTheMiddle(StorageBackend backend) {
    AtomicReference<Thread> victim = new AtomicReference<>();

    Race.during(
        () -> {
          for (int i = 0; i < 50; i++) {
            put(backend, record(entry(1), i));
            Verify.holds(backend, record(entry(1), i));
          }
        },
        () -> {
          victim.set(Thread.currentThread());
          isDone(() -> put(backend, record(entry(2), 1), record(entry(3), 1)));
          Thread.interrupted();
          isDone(() -> backend.get(entry(2)));
          victim.set(null);
          Thread.interrupted();
        },
        () -> {
          Thread thread = victim.get();
          if (thread != null) {
            thread.interrupt();
          }
        });

    Verify.equal(
        backend.get(entry(2)),
        backend.get(entry(3)).map(r -> record(entry(2), 1)),
        "both or none:");
  }

  @Rule(
      id = "R-LIFE-11",
      says = "many threads may use the backend at once, each on records of its own",
      from = Contract.THREADS,
      races = true)
  void manyThreads(StorageBackend backend) {
    Race.of(6, racer -> () -> {
      for (int i = 0; i < 15; i++) {
        StoredRecord own = record(entry(racer), i);
        put(backend, own);
        Verify.holds(backend, own);
        backend.apply(List.of(Change.remove(own.id(), Expectation.version(own.version()))), NOW);
        Verify.lacks(backend, own.id());
      }
      return racer;
    });

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of());
  }

  @Rule(
      id = "R-LIFE-12",
      says =
          "two callers that are interrupted at once keep their flags, and the next one is served",
      from = Contract.THREADS,
      races = true)
  void interruptedTogether(StorageBackend backend) {
    Race.of(2, racer -> () -> {
      Thread.currentThread().interrupt();
      StoredRecord own = record(entry(racer), racer);
      boolean done = isDone(() -> put(backend, own));
      boolean read = isDone(() -> backend.get(own.id()));
      Verify.that(Thread.interrupted(), "the interrupt flag to stay", "none");
      if (done) {
        Verify.holds(backend, own);
      }
      return read;
    });

    put(backend, record(entry(2), 2));
    Verify.holds(backend, record(entry(2), 2));
  }
}
