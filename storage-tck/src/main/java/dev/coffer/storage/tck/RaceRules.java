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
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Of those who expect the same, exactly one is served. */
abstract class RaceRules extends Rules {

  private static final int RACERS = 4;
  private static final int ROUNDS = 15;
  private static final int STEPS = 20;

  @Rule(
      id = "R-RACE-01",
      says = "of those who put where nothing is, exactly one succeeds",
      from = Contract.EXPECTATION,
      races = true)
  void fresh(StorageBackend backend) {
    onePutWins(List.of(backend), Expectation.ABSENT, false);
  }

  @Rule(
      id = "R-RACE-02",
      says = "of those who put over an expired record, exactly one succeeds",
      from = Contract.EXPECTATION,
      races = true)
  void expired(StorageBackend backend) {
    onePutWins(List.of(backend), Expectation.ABSENT, true);
  }

  @Rule(
      id = "R-RACE-03",
      says = "of those who replace one version, exactly one succeeds",
      from = Contract.EXPECTATION,
      races = true)
  void byVersion(StorageBackend backend) {
    onePutWins(List.of(backend), Expectation.version(version(0)), false);
  }

  @Rule(
      id = "R-RACE-04",
      says = "of those who remove one version, exactly one succeeds",
      from = Contract.EXPECTATION,
      races = true)
  void removals(StorageBackend backend) {
    for (int round = 0; round < ROUNDS; round++) {
      RecordId id = entry(round);
      put(backend, record(id, 0));

      Change removal = Change.remove(id, Expectation.version(version(0)));
      List<Boolean> served = Race.of(RACERS, racer -> () -> isServed(backend, removal));

      requireOne(served);
      Verify.lacks(backend, id);
    }
  }

  @Rule(
      id = "R-RACE-05",
      says = "no update is lost among those who read, add one, and replace what they read",
      from = Contract.EXPECTATION,
      races = true)
  void counter(StorageBackend backend) {
    countTogether(List.of(backend));
  }

  @Rule(
      id = "R-RACE-06",
      says = "of those whose batches expect one record to be absent, exactly one is made, whole",
      from = Contract.APPLY,
      races = true)
  void batches(StorageBackend backend) {
    for (int round = 0; round < ROUNDS; round++) {
      RecordId contested = entry(round);
      int others = 1_000 * (round + 1);

      List<Boolean> served = Race.of(RACERS, racer -> () -> {
        List<Change> batch = List.of(
            Change.put(record(entry(others + racer), racer), Expectation.ANY),
            Change.put(record(contested, racer), Expectation.ABSENT));
        return isServed(backend, batch);
      });

      requireOne(served);
      for (int racer = 0; racer < RACERS; racer++) {
        if (served.get(racer)) {
          Verify.holds(backend, record(entry(others + racer), racer));
          Verify.holds(backend, record(contested, racer));
        } else {
          Verify.lacks(backend, entry(others + racer));
        }
      }
    }
  }

  @Rule(
      id = "R-RACE-07",
      says = "of those who replace one version and those who remove it, exactly one succeeds",
      from = Contract.EXPECTATION,
      races = true)
  void replacementsAndRemovals(StorageBackend backend) {
    for (int round = 0; round < ROUNDS; round++) {
      RecordId id = entry(round);
      put(backend, record(id, 0));

      Expectation unchanged = Expectation.version(version(0));
      List<Boolean> served = Race.of(RACERS, racer -> () -> {
        Change put = Change.put(record(id, racer + 1), unchanged);
        return isServed(backend, racer % 2 == 0 ? put : Change.remove(id, unchanged));
      });

      requireOne(served);
      int winner = served.indexOf(true);
      if (winner % 2 == 0) {
        Verify.holds(backend, record(id, winner + 1));
      } else {
        Verify.lacks(backend, id);
      }
    }
  }

  @Rule(
      id = "R-RACE-08",
      says = "those who change different records do not refuse each other",
      from = Contract.PRECONDITION,
      races = true)
  void apart(StorageBackend backend) {
    List<Integer> served = Race.of(RACERS, racer -> () -> {
      int count = 0;
      for (int round = 0; round < ROUNDS; round++) {
        RecordId id = entry(RACERS * round + racer);
        boolean put = isServed(backend, Change.put(record(id, 1), Expectation.ABSENT));
        Expectation unchanged = Expectation.version(version(1));
        boolean replaced = isServed(backend, Change.put(record(id, 2), unchanged));
        count += (put ? 1 : 0) + (replaced ? 1 : 0);
      }
      return count;
    });

    Verify.equal(
        Collections.nCopies(RACERS, 2 * ROUNDS), served, "all changes of each to be made:");
  }

  /** Racers take the backends in turn: one, or several instances over the same place. */
  static void onePutWins(
      List<StorageBackend> backends, Expectation expectation, boolean overExpired) {
    boolean something = overExpired || expectation.kind() == Expectation.Kind.VERSION;
    for (int round = 0; round < ROUNDS; round++) {
      RecordId id = entry(round);
      if (something) {
        put(backends.get(0), expiring(id, 0, overExpired ? NOW : StoredRecord.NEVER));
      }

      List<Boolean> served = Race.of(RACERS, racer -> () -> {
        Change attempt = Change.put(record(id, racer + 1), expectation);
        return isServed(backends.get(racer % backends.size()), attempt);
      });

      requireOne(served);
      for (StorageBackend backend : backends) {
        Verify.holds(backend, record(id, served.indexOf(true) + 1));
      }
    }
  }

  static void countTogether(List<StorageBackend> backends) {
    put(backends.get(0), record(entry(1), 0));

    Race.of(RACERS, racer -> () -> {
      StorageBackend backend = backends.get(racer % backends.size());
      int done = 0;
      Version refused = null;
      while (done < STEPS) {
        StoredRecord read = Verify.present(backend.get(entry(1)), "a record that is never away");
        Verify.that(
            refused == null || !read.version().equals(refused),
            "another version than the one refused",
            read.version());
        StoredRecord next = record(entry(1), Samples.numberOf(read.version()) + 1);
        if (isServed(backend, Change.put(next, Expectation.version(read.version())))) {
          done++;
        } else {
          refused = read.version();
        }
      }
      return done;
    });

    for (StorageBackend backend : backends) {
      int count = Samples.numberOf(
          Verify.present(backend.get(entry(1)), "a record that is never away").version());
      Verify.equal(RACERS * STEPS, count, "the count");
    }
  }

  private static boolean isServed(StorageBackend backend, Change change) {
    return isServed(backend, List.of(change));
  }

  private static boolean isServed(StorageBackend backend, List<Change> changes) {
    try {
      backend.apply(changes, NOW);
      return true;
    } catch (PreconditionFailedException refused) {
      return false;
    }
  }

  private static void requireOne(List<Boolean> served) {
    List<Integer> winners = new ArrayList<>();
    for (int racer = 0; racer < served.size(); racer++) {
      if (served.get(racer)) {
        winners.add(racer);
      }
    }
    Verify.that(winners.size() == 1, "exactly one winner of " + RACERS, "winners " + winners);
  }
}
