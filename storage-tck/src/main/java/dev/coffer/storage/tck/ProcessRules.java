package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What two processes that have one place open do to each other. */
abstract class ProcessRules extends Rules {

  private static final int CLAIMS = 40;
  private static final int STEPS = 30;
  private static final int ANSWERS = 10;
  private static final int PAGES = 5;
  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-PROC-01",
      says = "of two processes that put where nothing is, exactly one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void fresh(Bench bench) {
    oneIsServed(bench, bench.open(), Expectation.ABSENT);
  }

  @Rule(
      id = "R-PROC-02",
      says = "of two processes that put over an expired record, exactly one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void expired(Bench bench) {
    StorageBackend here = bench.open();
    for (int i = 0; i < CLAIMS; i++) {
      put(here, expiring(entry(i), 0, NOW - 1));
    }

    oneIsServed(bench, here, Expectation.ABSENT);
  }

  @Rule(
      id = "R-PROC-03",
      says = "of two processes that replace one version, exactly one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void byVersion(Bench bench) {
    StorageBackend here = bench.open();
    for (int i = 0; i < CLAIMS; i++) {
      put(here, record(entry(i), 0));
    }

    oneIsServed(bench, here, Expectation.version(version(0)));
  }

  /**
   * Both go through the records in the same order. Whoever is ahead has more to do, so that the
   * other catches up, and they meet at most of them.
   */
  private static void oneIsServed(Bench bench, StorageBackend here, Expectation expectation) {
    OtherProcess other = bench.start(Task.CLAIM);
    other.tell(expectation.kind().name());
    other.hear();
    other.tell("go");
    String ours = claim(here, expectation, 1);
    String theirs = other.hear();

    for (int i = 0; i < CLAIMS; i++) {
      boolean isOurs = ours.charAt(i) == '1';
      boolean isTheirs = theirs.charAt(i) == '1';
      Verify.that(
          isOurs != isTheirs,
          "exactly one of two processes to be served",
          isOurs ? "both" : "neither");
      Verify.holds(here, record(entry(i), isOurs ? 1 : 2));
    }
  }

  /** The task of the three rules above. */
  static void claim(StorageBackend backend, Wire wire) {
    Expectation expectation = Expectation.Kind.valueOf(wire.hear()) == Expectation.Kind.VERSION
        ? Expectation.version(version(0))
        : Expectation.ABSENT;
    wire.tell("ready");
    wire.hear();
    wire.tell(claim(backend, expectation, 2));
  }

  /** A digit for each record: whether it was served. */
  private static String claim(StorageBackend backend, Expectation expectation, int number) {
    StringBuilder served = new StringBuilder();
    for (int i = 0; i < CLAIMS; i++) {
      Change claim = Change.put(record(entry(i), number), expectation);
      served.append(isServed(backend, claim) ? '1' : '0');
    }
    return served.toString();
  }

  private static boolean isServed(StorageBackend backend, Change change) {
    try {
      backend.apply(List.of(change), NOW);
      return true;
    } catch (PreconditionFailedException refused) {
      return false;
    }
  }

  @Rule(
      id = "R-PROC-04",
      says = "no update is lost among two processes",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void counter(Bench bench) {
    StorageBackend here = bench.open();
    put(here, record(entry(1), 0));
    OtherProcess other = bench.start(Task.COUNT);
    other.hear();

    other.tell("go");
    count(here);
    other.hear();

    int seen = numberOf(read(here, 1));
    Verify.equal(2 * STEPS, seen, "the count");
  }

  /** The task of the rule above. */
  static void count(StorageBackend backend, Wire wire) {
    wire.tell("ready");
    wire.hear();
    count(backend);
    wire.tell("counted");
  }

  private static void count(StorageBackend backend) {
    int done = 0;
    Version refused = null;
    while (done < STEPS) {
      StoredRecord read = read(backend, 1);
      Verify.that(
          refused == null || !read.version().equals(refused),
          "another version than the one refused",
          read.version());
      StoredRecord next = record(entry(1), numberOf(read) + 1);
      if (isServed(backend, Change.put(next, Expectation.version(read.version())))) {
        done++;
      } else {
        refused = read.version();
      }
    }
  }

  private static StoredRecord read(StorageBackend backend, int number) {
    return backend
        .get(entry(number))
        .orElseThrow(
            () -> new AssertionError("expected a record at " + entry(number) + ", seen none"));
  }

  private static int numberOf(StoredRecord record) {
    return ByteBuffer.wrap(record.version().toBytes()).getInt(12);
  }

  @Rule(
      id = "R-PROC-05",
      says = "each process sees at once what another has done",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void seeEachOther(Bench bench) {
    StorageBackend here = bench.open();
    OtherProcess other = bench.start(Task.FOLLOW);

    for (int i = 0; i < ANSWERS; i++) {
      put(here, record(entry(1), i));
      put(here, expiring(entry(3), i, NOW));
      other.tell(Integer.toString(i));
      other.hear();
      Verify.scans(here, ALL, List.of(record(entry(1), i), record(entry(2), i)));
    }
  }

  /** The task of the rule above. */
  static void follow(StorageBackend backend, Wire wire) {
    for (int i = 0; i < ANSWERS; i++) {
      Verify.equal(Integer.toString(i), wire.hear(), "the turn");
      Verify.holds(backend, record(entry(1), i));
      put(backend, record(entry(2), i));
      Verify.scans(
          backend,
          ALL,
          List.of(record(entry(1), i), record(entry(2), i), expiring(entry(3), i, NOW)));
      switch (i % 3) {
        case 0 -> remove(backend, entry(3));
        case 1 -> backend.removePrefix(entry(3));
        default -> backend.removeExpired(entry(3), NOW, 1);
      }
      wire.tell("seen");
    }
  }

  @Rule(
      id = "R-PROC-06",
      says = "a page shows all changes of another process's batch or none",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void wholeBatches(Bench bench) {
    StorageBackend here = bench.open();
    OtherProcess other = bench.start(Task.WRITE);
    Script.BATCHES.writeFrom(0, other);
    int whole = Script.BATCHES.after(0).size();

    for (int i = 0; i < ANSWERS; i++) {
      other.hear();
      for (int j = 0; j < PAGES; j++) {
        RecordPage page = here.scan(ALL);
        Set<Version> seen =
            page.records().stream().map(StoredRecord::version).collect(Collectors.toSet());
        Verify.that(
            seen.size() == 1, "records of one batch in the page", "those of " + seen.size());
        Verify.that(
            page.next().isPresent() || page.records().size() == whole,
            "all " + whole + " records in the page, or a next one",
            page);
      }
    }
  }

  @Rule(
      id = "R-PROC-07",
      says = "a process reads and writes on when another is killed in the middle of writing",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void killed(Bench bench, Random random) {
    StorageBackend here = bench.open();
    OtherProcess other = bench.start(Task.WRITE);
    Script.BATCHES.writeFrom(0, other);
    for (int steps = 1 + random.nextInt(ANSWERS); steps > 0; steps--) {
      other.hear();
    }

    other.kill();

    StoredRecord ours = record(entry(500), 1);
    Race.apart(() -> {
      put(here, ours);
      Verify.holds(here, ours);
      return Verify.walk(here, ALL);
    });
  }
}
