package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a durable place still holds when it is opened again, and what several see of each other. */
abstract class GuaranteeRules extends Rules {

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  @Rule(
      id = "R-DUR-01",
      says = "what was put is there, in every field, when the place is opened again",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void survivesReopening(Bench bench) {
    byte[] large = new byte[200_000];
    Arrays.fill(large, (byte) 0xA5);
    List<StoredRecord> all = List.of(
        record(entry(1), 1),
        expiring(entry(2), 2, NOW - 1),
        StoredRecord.builder(entry(3), version(3))
            .expiresAt(NOW)
            .domain(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
            .epoch(-1)
            .suite(65_535)
            .flags(-2)
            .name(new byte[] {0, 1, 0})
            .value(large)
            .build());
    StorageBackend first = bench.open();
    put(first, all);
    first.close();

    StorageBackend second = bench.open();

    Verify.scans(second, ALL, all);
    all.forEach(record -> Verify.holds(second, record));
  }

  @Rule(
      id = "R-DUR-02",
      says = "what was removed or replaced stays so when the place is opened again",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void removalsSurvive(Bench bench) {
    StorageBackend first = bench.open();
    put(first, records(150, Samples::entry));
    remove(first, entry(1));
    put(first, record(entry(2), 1_002));
    first.removePrefix(entry(3));
    first.close();

    StorageBackend second = bench.open();

    Verify.lacks(second, entry(1));
    Verify.holds(second, record(entry(2), 1_002));
    Verify.lacks(second, entry(3));
    Verify.holds(second, record(entry(149), 149));
  }

  @Rule(
      id = "R-DUR-03",
      says = "expectations hold across openings, many of them",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void expectationsSurvive(Bench bench) {
    for (int i = 0; i < 5; i++) {
      StorageBackend backend = bench.open();
      Expectation expectation = i == 0 ? Expectation.ABSENT : Expectation.version(version(i - 1));
      Verify.refused(
          backend, 0, NOW, Change.put(record(entry(1), 99), Expectation.version(version(99))));

      backend.apply(List.of(Change.put(record(entry(1), i), expectation)), NOW);

      backend.close();
    }

    Verify.holds(bench.open(), record(entry(1), 4));
  }

  @Rule(
      id = "R-DUR-04",
      says = "a refused batch leaves nothing behind for the next opening",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void refusedLeavesNothing(Bench bench) {
    StorageBackend first = bench.open();
    put(first, record(entry(1), 1));
    Verify.refused(
        first,
        1,
        NOW,
        Change.put(record(entry(2), 2), Expectation.ANY),
        Change.put(record(entry(1), 3), Expectation.ABSENT));
    first.close();

    Verify.scans(bench.open(), ALL, List.of(record(entry(1), 1)));
  }

  @Rule(
      id = "R-DUR-05",
      says = "a store id is the same when the place is opened again",
      from = Contract.STORE_ID,
      needs = Guarantee.DURABLE)
  void storeIdSurvives(Bench bench) {
    StorageBackend first = bench.open();
    byte[] before = first.storeId().orElse(new byte[0]);
    first.close();

    byte[] after = bench.open().storeId().orElse(new byte[0]);

    Verify.that(Arrays.equals(before, after), "the same store id, or none", "another one");
  }

  @Rule(
      id = "R-SHR-01",
      says = "each instance sees what another has done",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void seeEachOther(StorageBackend one, StorageBackend other) {
    for (int i = 0; i < 10; i++) {
      put(one, record(entry(1), i));
      Verify.holds(other, record(entry(1), i));

      put(other, record(entry(2), i));
      Verify.scans(one, ALL, List.of(record(entry(1), i), record(entry(2), i)));

      remove(one, entry(2));
      Verify.lacks(other, entry(2));
    }
  }

  @Rule(
      id = "R-SHR-02",
      says = "of those who put where nothing is, through several instances, exactly one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void fresh(StorageBackend one, StorageBackend other) {
    RaceRules.onePutWins(List.of(one, other), Expectation.ABSENT, false);
  }

  @Rule(
      id = "R-SHR-03",
      says = "of those who put over an expired record, through several instances, one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void expired(StorageBackend one, StorageBackend other) {
    RaceRules.onePutWins(List.of(one, other), Expectation.ABSENT, true);
  }

  @Rule(
      id = "R-SHR-04",
      says = "no update is lost among several instances",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void counter(StorageBackend one, StorageBackend other) {
    RaceRules.countTogether(List.of(one, other));
  }

  @Rule(
      id = "R-SHR-05",
      says = "a page shows all changes of another instance's batch or none",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void wholeBatches(StorageBackend one, StorageBackend other) {
    BatchVisibilityRules.pagesAreWhole(one, other);
  }

  @Rule(
      id = "R-SHR-06",
      says = "an instance goes on when another is closed",
      from = Contract.SHARED,
      needs = Guarantee.SHARED)
  void oneCloses(StorageBackend one, StorageBackend other) {
    put(one, record(entry(1), 1));

    one.close();

    Verify.holds(other, record(entry(1), 1));
    put(other, record(entry(1), 2));
    Verify.holds(other, record(entry(1), 2));
  }

  @Rule(
      id = "R-SHR-07",
      says = "a store id is the same for all instances",
      from = Contract.STORE_ID,
      needs = Guarantee.SHARED)
  void sameStoreId(StorageBackend one, StorageBackend other) {
    byte[] expected = one.storeId().orElse(new byte[0]);

    byte[] seen = other.storeId().orElse(new byte[0]);

    Verify.that(Arrays.equals(expected, seen), "the same store id, or none", "another one");
  }

  @Rule(
      id = "R-SHR-08",
      says = "an instance works on while others come and go",
      from = Contract.CLOSE,
      races = true,
      needs = Guarantee.SHARED)
  void othersComeAndGo(Bench bench) {
    StorageBackend stays = bench.open();
    AtomicInteger number = new AtomicInteger();

    Race.during(
        () -> {
          for (int i = 0; i < 20; i++) {
            put(stays, record(entry(1), i));
            Verify.holds(stays, record(entry(1), i));
          }
        },
        () -> {
          StorageBackend goes = bench.open();
          put(goes, record(entry(2), number.incrementAndGet()));
          goes.close();
        });

    Verify.holds(stays, record(entry(1), 19));
    Verify.holds(stays, record(entry(2), number.get()));
  }

  @Rule(
      id = "R-SHR-09",
      says = "of those who replace one version, through several instances, exactly one succeeds",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void byVersion(StorageBackend one, StorageBackend other) {
    RaceRules.onePutWins(List.of(one, other), Expectation.version(version(0)), false);
  }
}
