package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;

/** What has expired is judged at the {@code now} of the call, and at no other time. */
abstract class ClockRules extends Rules {

  private static final StoredRecord OLD = record(entry(1), 1);
  private static final StoredRecord NEW = record(entry(1), 2);

  @Rule(
      id = "R-EXP-04",
      says = "a record whose expiresAt is now has expired",
      from = Contract.APPLY)
  void expiryIsExclusive(StorageBackend backend) {
    put(backend, expiring(entry(1), 1, NOW));

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.version(version(1))));
    backend.apply(List.of(Change.put(NEW, Expectation.ABSENT)), NOW);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-05",
      says = "a record whose expiresAt is a millisecond ahead is live",
      from = Contract.APPLY)
  void liveUntilTheLastMillisecond(StorageBackend backend) {
    put(backend, expiring(entry(1), 1, NOW + 1));

    Verify.refused(backend, 0, NOW, Change.put(NEW, Expectation.ABSENT));
    backend.apply(List.of(Change.put(NEW, Expectation.version(version(1)))), NOW);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-15",
      says = "a record that never expires is live at every time",
      from = Contract.RECORD)
  void neverIsNever(StorageBackend backend) {
    put(backend, OLD);

    Verify.refused(backend, 0, Long.MAX_VALUE, Change.put(NEW, Expectation.ABSENT));
    backend.apply(List.of(Change.put(NEW, Expectation.version(OLD.version()))), Long.MAX_VALUE);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-16",
      says = "now is the call's, however far it lies behind the system's time",
      from = Contract.APPLY)
  void nowInThePast(StorageBackend backend) {
    put(backend, expiring(entry(1), 1, 1), expiring(entry(2), 1, Long.MIN_VALUE + 1));

    Verify.refused(backend, 0, 0, Change.put(NEW, Expectation.ABSENT));
    Verify.refused(backend, 0, Long.MIN_VALUE, Change.put(record(entry(2), 2), Expectation.ABSENT));
    backend.apply(List.of(Change.put(NEW, Expectation.version(version(1)))), 0);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-17",
      says = "now is the call's, however far it lies ahead of the system's time",
      from = Contract.APPLY)
  void nowInTheFuture(StorageBackend backend) {
    put(backend, expiring(entry(1), 1, Long.MAX_VALUE - 1));

    Change byVersion = Change.put(NEW, Expectation.version(version(1)));
    Verify.refused(backend, 0, Long.MAX_VALUE - 1, byVersion);
    backend.apply(List.of(Change.put(NEW, Expectation.ABSENT)), Long.MAX_VALUE - 1);

    Verify.holds(backend, NEW);
  }

  @Rule(
      id = "R-EXP-22",
      says = "an expiry at one end of time is judged rightly by a now at the other",
      from = Contract.APPLY)
  void theEndsOfTime(StorageBackend backend) {
    put(
        backend,
        expiring(entry(1), 1, Long.MAX_VALUE - 1),
        record(entry(2), 2),
        expiring(entry(3), 3, 0),
        expiring(entry(4), 4, Long.MIN_VALUE));

    for (int live = 1; live <= 3; live++) {
      Change anew = Change.put(record(entry(live), 10 + live), Expectation.ABSENT);
      Verify.refused(backend, 0, Long.MIN_VALUE, anew);
    }
    for (int expired = 3; expired <= 4; expired++) {
      Change later = Change.put(record(entry(expired), 9), Expectation.version(version(expired)));
      Verify.refused(backend, 0, Long.MAX_VALUE, later);
    }
    Change first = Change.put(record(entry(4), 9), Expectation.version(version(4)));
    Verify.refused(backend, 0, Long.MIN_VALUE, first);

    backend.apply(
        List.of(
            Change.put(record(entry(1), 11), Expectation.version(version(1))),
            Change.put(record(entry(3), 13), Expectation.version(version(3))),
            Change.put(record(entry(4), 14), Expectation.ABSENT)),
        Long.MIN_VALUE);
    for (int changed : new int[] {1, 3, 4}) {
      Verify.holds(backend, record(entry(changed), 10 + changed));
    }
  }
}
