package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches that put where nothing is are sent together, and judged as if one by one. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class AbsentBatchTest {

  private static final long NOW = 1_800_000_000_000L;

  @Parameter
  Server server;

  private TestDatabase database;
  private StorageBackend backend;

  @BeforeEach
  void makeStore() {
    database = server.newDatabase();
    backend = database.create();
  }

  @AfterEach
  void drop() {
    backend.close();
    database.close();
  }

  @Test
  void allArePutWhereNothingIs() {
    List<Change> changes = absent(0, Change.MAX_CHANGES);

    backend.apply(changes, NOW);

    assertThat(changes)
        .allSatisfy(change -> assertThat(backend.get(change.id())).isEqualTo(change.record()));
  }

  @Test
  void oneThatIsThereRefusesAllWhereverItStands() {
    for (int there : new int[] {0, 37, Change.MAX_CHANGES - 1}) {
      List<Change> changes = absent(1_000 * (there + 1), Change.MAX_CHANGES);
      // The very record that is put: its version does not tell that it was there before.
      backend.apply(List.of(changes.get(there)), NOW);

      assertThatExceptionOfType(PreconditionFailedException.class)
          .isThrownBy(() -> backend.apply(changes, NOW))
          .satisfies(refused -> assertThat(refused.index()).isEqualTo(there));

      assertThat(changes)
          .filteredOn(change -> backend.get(change.id()).isPresent())
          .containsExactly(changes.get(there));
    }
  }

  @Test
  void whatHasExpiredIsReplacedAmongThem() {
    List<Change> changes = absent(0, 10);
    backend.apply(
        List.of(H2.put(StoredRecord.builder(changes.get(4).id(), H2.version())
            .expiresAt(NOW)
            .build())),
        NOW);

    backend.apply(changes, NOW);

    assertThat(changes)
        .allSatisfy(change -> assertThat(backend.get(change.id())).isEqualTo(change.record()));
  }

  @Test
  void ofManyThatRaceOneWinsAllOrNothing() throws Exception {
    int racers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(racers);
    try {
      for (int round = 0; round < 15; round++) {
        int first = 100 * round;
        List<Callable<List<Change>>> race = new ArrayList<>();
        for (int racer = 0; racer < racers; racer++) {
          List<Change> changes = absent(first, 10);
          race.add(() -> {
            try {
              backend.apply(changes, NOW);
              return changes;
            } catch (PreconditionFailedException lost) {
              return List.of();
            }
          });
        }
        List<Change> won = new ArrayList<>();
        for (Future<List<Change>> each : threads.invokeAll(race)) {
          won.addAll(each.get());
        }
        assertThat(won).as("round %d", round).hasSize(10);
        assertThat(won)
            .allSatisfy(change -> assertThat(backend.get(change.id())).isEqualTo(change.record()));
      }
    } finally {
      threads.shutdown();
    }
  }

  private static List<Change> absent(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(number -> StoredRecord.builder(H2.id(number), H2.version())
            .value(new byte[] {(byte) number})
            .build())
        .map(record -> Change.put(record, Expectation.ABSENT))
        .toList();
  }
}
