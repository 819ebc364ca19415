package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection is cut at each point of each kind of write, before the server is reached and
 * before its answer is: what is acknowledged is there, what is refused is not, and nothing happens
 * twice.
 */
@Tag("once")
class CutWireTest {

  /** More than any write takes, so that the last rounds are not cut at all. */
  private static final int TIMES = 9;

  /**
   * How often the server was spoken to, by kind of call: a pool that looks after its own adds to
   * it.
   */
  private final Map<String, Integer> least = new HashMap<>();

  /** What became of a write, as its caller was told. */
  private enum Told {
    DONE,
    NOTHING_CHANGED,
    UNKNOWN
  }

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void everyCutIsToldTruly(Server server) throws Exception {
    try (TestDatabase database = server.newDatabase();
        Wire wire = new Wire(server);
        StorageBackend direct = database.create();
        StorageBackend cut = H2.open(database.through(wire))) {
      int number = 0;
      for (Kind kind : Kind.values()) {
        Set<Told> all = EnumSet.noneOf(Told.class);
        for (Wire.Cut where : Wire.Cut.values()) {
          for (int time = 1; time <= TIMES; time++) {
            number += 10;
            List<Change> changes = kind.changes(direct, number);
            cut.get(H2.id(-1)); // a connection is at hand

            wire.cutAt(time, where);
            Told told = told(() -> cut.apply(changes, 0));
            wire.count();

            all.add(told);
            assertTrue(kind + ", time " + time + " " + where, told, changes, direct);
          }
        }
        assertThat(all).as("%s", kind).contains(Told.DONE).doesNotContain(Told.NOTHING_CHANGED);
        assertThat(all.contains(Told.UNKNOWN)).as("%s", kind).isNotEqualTo(kind.isFoundOut());
      }
    }
  }

  private static Told told(Runnable write) {
    try {
      write.run();
      return Told.DONE;
    } catch (StorageUnavailableException unavailable) {
      return Told.NOTHING_CHANGED;
    } catch (OutcomeUnknownException unknown) {
      return Told.UNKNOWN;
    }
  }

  private static void assertTrue(
      String round, Told told, List<Change> changes, StorageBackend direct) {
    long made = changes.stream().filter(change -> isMade(change, direct)).count();
    switch (told) {
      case DONE -> assertThat(made).as(round).isEqualTo(changes.size());
      case NOTHING_CHANGED -> assertThat(made).as(round).isZero();
      case UNKNOWN -> assertThat(made).as(round).isIn(0L, (long) changes.size());
    }
  }

  private static boolean isMade(Change change, StorageBackend direct) {
    return direct.get(change.id()).equals(change.record());
  }

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void getAndSinglePutsSpeakToTheServerOnce(Server server) throws Exception {
    try (TestDatabase database = server.newDatabase();
        Wire wire = new Wire(server);
        StorageBackend direct = database.create();
        StorageBackend counted = H2.open(database.through(wire))) {
      for (int round = 0; round < 20; round++) {
        int number = round;
        least("put", wire, () -> H2.put(counted, number));
        least("get", wire, () -> counted.get(H2.id(number)));
        int next = number;
        for (Kind kind : List.of(Kind.IF_ABSENT, Kind.REPLACE, Kind.REMOVE)) {
          next += 1_000;
          List<Change> changes = kind.changes(direct, next);
          least(kind.name(), wire, () -> counted.apply(changes, 0));
        }
      }
      assertThat(least.values()).hasSize(5).containsOnly(1);
    }
  }

  private void least(String kind, Wire wire, Runnable call) {
    wire.count();
    call.run();
    least.merge(kind, wire.spoken(), Math::min);
  }

  /** A kind of write, prepared so that it is allowed. */
  private enum Kind {
    BLIND {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(H2.put(H2.record(number)));
      }
    },
    IF_ABSENT {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        StoredRecord expired =
            StoredRecord.builder(H2.id(number), H2.version()).expiresAt(-1).build();
        direct.apply(List.of(H2.put(expired)), 0);
        return List.of(Change.put(H2.record(number), Expectation.ABSENT));
      }
    },
    REPLACE {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(Change.put(H2.record(number), expectThere(direct, number)));
      }
    },
    REMOVE {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(Change.remove(H2.id(number), expectThere(direct, number)));
      }
    },
    BLIND_BATCH {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        H2.put(direct, number + 2);
        return List.of(
            H2.put(H2.record(number + 1)),
            H2.put(H2.record(number)),
            Change.remove(H2.id(number + 2), Expectation.ANY));
      }
    },
    BLIND_TOGETHER {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(H2.put(H2.record(number + 1)), H2.put(H2.record(number)));
      }
    },
    IF_ABSENT_TOGETHER {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(
            Change.put(H2.record(number + 1), Expectation.ABSENT),
            Change.put(H2.record(number), Expectation.ABSENT));
      }
    },
    REPLACE_TOGETHER {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        return List.of(
            Change.put(H2.record(number + 1), expectThere(direct, number + 1)),
            Change.put(H2.record(number), expectThere(direct, number)));
      }
    },
    BATCH {
      @Override
      List<Change> changes(StorageBackend direct, int number) {
        H2.put(direct, number + 2);
        return List.of(
            Change.put(H2.record(number), expectThere(direct, number)),
            H2.put(H2.record(number + 1)),
            Change.remove(H2.id(number + 2), Expectation.ANY));
      }
    };

    abstract List<Change> changes(StorageBackend direct, int number);

    /**
     * What is conditional is found out about, unless it leaves nothing behind; of a blind write
     * nobody knows, if it was the one that was cut. A pool speaks to the server, too.
     */
    boolean isFoundOut() {
      return switch (this) {
        case IF_ABSENT, REPLACE, BATCH, IF_ABSENT_TOGETHER, REPLACE_TOGETHER -> true;
        case BLIND, REMOVE, BLIND_BATCH, BLIND_TOGETHER -> false;
      };
    }

    private static Expectation expectThere(StorageBackend direct, int number) {
      StoredRecord there = H2.record(number);
      direct.apply(List.of(H2.put(there)), 0);
      return Expectation.version(there.version());
    }
  }
}
