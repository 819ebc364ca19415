package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;

/** A change is made only if what is there is as expected. */
abstract class ExpectationRules extends Rules {

  private static final StoredRecord OLD = record(entry(1), 1);
  private static final StoredRecord NEW = record(entry(1), 2);
  private static final StoredRecord EXPIRED = expiring(entry(1), 1, NOW - 1);

  @Rule(id = "R-EXP-01", says = "ABSENT holds where nothing is", from = Contract.EXPECTATION)
  void absentOnNothing(StorageBackend backend) {
    backend.apply(List.of(Change.put(NEW, Expectation.ABSENT)), NOW);

    Verify.holds(backend, NEW);
  }

  @Rule(id = "R-EXP-02", says = "ABSENT is refused on a live record", from = Contract.EXPECTATION)
  void absentOnLive(StorageBackend backend) {
    put(backend, OLD);

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.ABSENT));

    Verify.holds(backend, OLD);
  }

  @Rule(
      id = "R-EXP-03",
      says = "ABSENT holds over an expired record, which is replaced",
      from = Contract.EXPECTATION)
  void absentOverExpired(StorageBackend backend) {
    put(backend, EXPIRED);

    backend.apply(List.of(Change.put(NEW, Expectation.ABSENT)), NOW);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-06",
      says = "VERSION holds on a live record of that version",
      from = Contract.EXPECTATION)
  void versionOnEqual(StorageBackend backend) {
    put(backend, OLD);

    backend.apply(List.of(Change.put(NEW, Expectation.version(OLD.version()))), NOW);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-07",
      says = "VERSION is refused on another version, in whichever byte it differs",
      from = Contract.EXPECTATION)
  void versionOnOther(StorageBackend backend) {
    put(backend, OLD);

    for (int i = 0; i < Version.LENGTH; i++) {
      byte[] other = OLD.version().toBytes();
      other[i] ^= (byte) 0x80;
      Expectation expectation = Expectation.version(Version.of(other));
      Verify.refused(backend, 0, NOW, Change.put(NEW, expectation));
      Verify.refused(backend, 0, NOW, Change.remove(entry(1), expectation));
    }

    Verify.holds(backend, OLD);
  }

  @Rule(
      id = "R-EXP-08",
      says = "VERSION is refused where nothing is, and puts nothing",
      from = Contract.EXPECTATION)
  void versionOnNothing(StorageBackend backend) {
    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.version(NEW.version())));

    Verify.lacks(backend, entry(1));
  }

  @Rule(
      id = "R-EXP-09",
      says = "VERSION is refused on an expired record",
      from = Contract.EXPECTATION)
  void versionOnExpired(StorageBackend backend) {
    put(backend, EXPIRED);

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.version(EXPIRED.version())));

    Verify.holds(backend, EXPIRED);
  }

  @Rule(
      id = "R-EXP-10",
      says = "a removal by VERSION removes a live record of that version",
      from = Contract.EXPECTATION)
  void removalOnEqual(StorageBackend backend) {
    put(backend, OLD);

    backend.apply(List.of(Change.remove(entry(1), Expectation.version(OLD.version()))), NOW);

    Verify.lacks(backend, entry(1));
  }

  @Rule(
      id = "R-EXP-11",
      says = "a removal by VERSION is refused on another version, on nothing, on an expired record",
      from = Contract.EXPECTATION)
  void removalOnOther(StorageBackend backend) {
    put(backend, OLD, expiring(entry(3), 3, NOW - 1));

    Change other = Change.remove(entry(1), Expectation.version(version(9)));
    Change nothing = Change.remove(entry(2), Expectation.version(version(1)));
    Change expired = Change.remove(entry(3), Expectation.version(version(3)));
    for (Change removal : List.of(other, nothing, expired)) {
      Verify.refused(backend, 0, NOW, removal);
    }

    Verify.holds(backend, OLD);
    Verify.holds(backend, expiring(entry(3), 3, NOW - 1));
  }

  @Rule(
      id = "R-EXP-12",
      says =
          "a removal that expects ABSENT is refused on a live record, and removes an expired one",
      from = Contract.EXPECTATION)
  void removalOfTheAbsent(StorageBackend backend) {
    put(backend, OLD, expiring(entry(2), 2, NOW - 1));

    Verify.refused(backend, 0, NOW, Change.remove(entry(1), Expectation.ABSENT));
    backend.apply(List.of(Change.remove(entry(2), Expectation.ABSENT)), NOW);

    Verify.holds(backend, OLD);
    Verify.lacks(backend, entry(2));
  }

  @Rule(
      id = "R-EXP-13",
      says = "ANY holds on a live record, an expired one and nothing",
      from = Contract.EXPECTATION)
  void anyHolds(StorageBackend backend) {
    put(backend, OLD, expiring(entry(2), 2, NOW - 1));

    List<StoredRecord> after = List.of(NEW, record(entry(2), 12), record(entry(3), 13));
    put(backend, after);
    after.forEach(record -> Verify.holds(backend, record));

    put(backend, expiring(entry(2), 2, NOW - 1));
    for (int i = 1; i <= 4; i++) {
      Samples.remove(backend, entry(i));
      Verify.lacks(backend, entry(i));
    }
  }

  @Rule(
      id = "R-EXP-14",
      says = "a put may keep the version that it replaces",
      from = Contract.EXPECTATION)
  void sameVersionAgain(StorageBackend backend) {
    put(backend, OLD);
    StoredRecord resealed = StoredRecord.builder(entry(1), OLD.version())
        .epoch(2)
        .value(new byte[] {2})
        .build();

    backend.apply(List.of(Change.put(resealed, Expectation.version(OLD.version()))), NOW);

    Verify.holds(backend, resealed);
  }

  @Rule(
      id = "R-EXP-20",
      says = "a refused change leaves the record as it was, in every field",
      from = Contract.APPLY)
  void refusedChangesNothing(StorageBackend backend) {
    StoredRecord old = StoredRecord.builder(entry(1), version(1))
        .expiresAt(NOW + 5)
        .epoch(3)
        .suite(4)
        .flags(5)
        .name(new byte[] {6})
        .value(new byte[] {7})
        .build();
    put(backend, old);

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.ABSENT));
    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.version(version(2))));
    Verify.refused(backend, 0, NOW, Change.remove(entry(1), Expectation.version(version(2))));

    Verify.holds(backend, old);
  }

  @Rule(
      id = "R-EXP-21",
      says = "what was removed is absent: ABSENT holds, and its version is refused",
      from = Contract.EXPECTATION)
  void removedIsAbsent(StorageBackend backend) {
    put(backend, OLD, record(entry(2), 2));

    Samples.remove(backend, entry(1));
    backend.removePrefix(entry(2));

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.version(OLD.version())));
    Verify.refused(backend, 0, NOW, Change.remove(entry(1), Expectation.version(OLD.version())));
    for (StoredRecord again : List.of(OLD, record(entry(2), 2))) {
      backend.apply(List.of(Change.put(again, Expectation.ABSENT)), NOW);
      Verify.holds(backend, again);
    }
  }
}
