package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fifty callers over ten instances put where a record has expired, while it is purged, by one whose
 * clock is ten minutes ahead too: one of them wins, and what it put survives.
 */
@Tag("once")
class ExpiredRaceTest {

  private static final int INSTANCES = 10;
  private static final int CALLERS = 50;
  private static final int ROUNDS = 5;
  private static final long NOW = 1_800_000_000_000L;
  private static final long AHEAD = NOW + Duration.ofMinutes(10).toMillis();
  private static final long LATER = NOW + Duration.ofHours(1).toMillis();

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void oneWinsAndSurvives(Server server) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 2);
    List<StorageBackend> instances = new ArrayList<>();
    try (TestDatabase database = server.newDatabase()) {
      try {
        for (int i = 0; i < INSTANCES; i++) {
          instances.add(database.create("pool-size", "2"));
        }
        for (int round = 0; round < ROUNDS; round++) {
          race(threads, instances, round);
        }
      } finally {
        instances.forEach(StorageBackend::close);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void race(ExecutorService threads, List<StorageBackend> instances, int number)
      throws Exception {
    instances.get(0).apply(List.of(H2.put(record(number, NOW - 1))), NOW);
    CyclicBarrier start = new CyclicBarrier(CALLERS + 2);
    List<Callable<StoredRecord>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      StorageBackend instance = instances.get(caller % INSTANCES);
      StoredRecord mine = record(number, LATER);
      callers.add(Race.caller(start, instance, mine, Expectation.ABSENT, NOW));
    }
    for (long clock : new long[] {NOW, AHEAD}) {
      callers.add(() -> {
        start.await();
        for (int i = 0; i < 10; i++) {
          instances.get(1).removeExpired(RecordId.ENTRIES, clock, 100);
        }
        return null;
      });
    }

    StoredRecord winner = Race.winner(threads, callers);
    assertThat(instances.get(2).get(H2.id(number))).contains(winner);
  }

  private static StoredRecord record(int number, long expiresAt) {
    return StoredRecord.builder(H2.id(number), H2.version())
        .expiresAt(expiresAt)
        .value(new byte[1_200])
        .build();
  }
}
