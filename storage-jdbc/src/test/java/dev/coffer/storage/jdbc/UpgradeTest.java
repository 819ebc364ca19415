package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes of this release go on while one of a later release brings the tables up to date beside
 * them: what a migration may do (expand) is written in docs/databases.md.
 */
class UpgradeTest {

  private static final String EXPAND = """
      ALTER TABLE ${prefix}record ADD COLUMN owner_hint BIGINT DEFAULT 0 NOT NULL;
      CREATE INDEX ${prefix}record_by_hint ON ${prefix}record (store_id, owner_hint);
      """;

  @TempDir
  Path directory;

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void nodesOfThisReleaseGoOnWhileALaterOneMigrates(Server server) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    try (TestDatabase database = server.newDatabase();
        StorageBackend old = database.create();
        NewerRelease jar =
            NewerRelease.with(directory.resolve("newer.jar"), "V2__hints.sql", EXPAND)) {
      StorageProvider newer = jar.provider();
      List<Future<Integer>> traffic = List.of(
          threads.submit(node(old, 1_000, stopped, calls)),
          threads.submit(node(old, 2_000, stopped, calls)),
          threads.submit(node(old, 3_000, stopped, calls)));
      await(calls, 100);
      assertThatThrownBy(() -> newer.open(database.options().with(Map.of("tables", "validate"))))
          .isInstanceOf(UnreadableStoreException.class)
          .hasMessageContaining("tables=migrate");

      try (StorageBackend migrated = newer.open(migrating(database))) {
        assertThat(database.column("SELECT COUNT(owner_hint) FROM coffer_record"))
            .hasSize(1);
        await(calls, calls.get() + 300);
        H2.put(old, 1);
        H2.put(migrated, 2);
        assertThat(migrated.get(H2.id(1))).isEqualTo(old.get(H2.id(1))).isPresent();
        assertThat(old.get(H2.id(2))).isEqualTo(migrated.get(H2.id(2))).isPresent();
        assertThat(old.storeId().orElseThrow()).isEqualTo(migrated.storeId().orElseThrow());
        stopped.set(true);
        for (Future<Integer> node : traffic) {
          assertThat(node.get(1, TimeUnit.MINUTES)).isPositive();
        }
        try (StorageBackend second = newer.open(migrating(database))) {
          assertThat(second.get(H2.id(1))).isPresent();
        }
      }

      assertThatThrownBy(() -> database.open())
          .isInstanceOf(UnreadableStoreException.class)
          .hasMessageContainingAll("version 2", "newer release");
      assertThat(old.get(H2.id(2))).as("who has it open goes on").isPresent();
    } finally {
      stopped.set(true);
      threads.shutdown();
    }
  }

  private static StorageOptions migrating(TestDatabase database) {
    return database.options().with(Map.of("tables", "migrate"));
  }

  /** Every kind of statement, until it is stopped; none may fail. */
  private static Callable<Integer> node(
      StorageBackend backend, int first, AtomicBoolean stopped, AtomicInteger calls) {
    return () -> {
      int rounds = 0;
      for (; !stopped.get(); rounds++) {
        int number = first + rounds % 100;
        StoredRecord fresh = H2.record(number);
        backend.apply(List.of(Change.remove(H2.id(number), Expectation.ANY)), 0);
        backend.apply(List.of(Change.put(fresh, Expectation.ABSENT)), 0);
        StoredRecord next = H2.record(number);
        backend.apply(List.of(Change.put(next, Expectation.version(fresh.version()))), 0);
        backend.apply(List.of(H2.put(H2.record(number)), H2.put(H2.record(number + 500))), 0);
        assertThat(backend.get(H2.id(number))).isPresent();
        backend.removeExpired(H2.id(number), 0, 1);
        calls.addAndGet(6);
      }
      return rounds;
    };
  }

  private static void await(AtomicInteger calls, int goal) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (calls.get() < goal) {
      assertThat(System.nanoTime()).as("calls go on").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
