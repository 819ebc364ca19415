package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Expired rows are purged while others read, write, and renew the very rows that are purged. With
 * {@code -Dcoffer.purge.rows=100000} it is a measurement, on a machine that does nothing else, and
 * the bounds are held; else what it says of times is said alone.
 */
@Tag("once")
class PurgeBesideTrafficTest {

  private static final int EXPIRED = Integer.getInteger("coffer.purge.rows", 3_000);
  private static final boolean MEASURED = Integer.getInteger("coffer.purge.rows") != null;
  private static final int LIVING = 1_000;
  private static final int QUIET_CALLS = MEASURED ? 10_000 : 200;
  private static final int CALLERS = 4;
  private static final long NOW = 1_800_000_000_000L;
  private static final long LATER = NOW + Duration.ofHours(1).toMillis();

  private final Set<Integer> renewed = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void whatWasRenewedStaysAndCallersWaitAShortTime(Server server) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (TestDatabase database = server.newDatabase();
        StorageBackend backend = database.create();
        HikariDataSource pool = Parts.pool(database)) {
      fill(backend);
      List<Long> clock = Collections.synchronizedList(new ArrayList<>());
      ExpiryRemoval purge = purge(pool, backend, clock);
      AtomicBoolean stopped = new AtomicBoolean();

      List<Long> quiet = latencies(start(threads, backend, calls -> calls < QUIET_CALLS));
      List<Future<List<Long>>> besides = start(threads, backend, calls -> !stopped.get());
      int removed = purge.remove(RecordId.ENTRIES, NOW, Integer.MAX_VALUE);
      stopped.set(true);
      List<Long> beside = latencies(besides);

      assertThat(removed).isPositive().isLessThanOrEqualTo(EXPIRED);
      for (int number : renewed) {
        assertThat(backend.get(H2.id(number))).as("renewed %s", number).isPresent();
      }
      long left = backend.countByEpoch(RecordId.ENTRIES).values().stream()
          .mapToLong(Long::longValue)
          .sum();
      assertThat(left).isEqualTo(LIVING + renewed.size());
      report(server, removed, quiet, beside, clock);
    } finally {
      threads.shutdown();
    }
  }

  private static void report(
      Server server, int removed, List<Long> quiet, List<Long> beside, List<Long> clock) {
    List<Long> statements = new ArrayList<>();
    for (int i = 0; i + 1 < clock.size(); i += 2) {
      statements.add(clock.get(i + 1) - clock.get(i));
    }
    Collections.sort(statements);
    long longest = statements.get(statements.size() - 1);
    double ratio = (double) at(beside, 0.99) / at(quiet, 0.99);
    System.out.printf(
        Locale.ROOT,
        "figures: %s purged %d rows by %d statements in %.1f s, each held its locks for %.1f ms"
            + " (p50), %.1f ms (p99), %.1f ms (longest); traffic p99 %.2f ms quiet, %.2f ms beside it,"
            + " %.2f times; p50 %.2f and %.2f ms, longest %.1f and %.1f ms; %d and %d calls%n",
        server,
        removed,
        statements.size(),
        (clock.get(clock.size() - 1) - clock.get(0)) / 1e9,
        at(statements, 0.5) / 1e6,
        at(statements, 0.99) / 1e6,
        longest / 1e6,
        at(quiet, 0.99) / 1e6,
        at(beside, 0.99) / 1e6,
        ratio,
        at(quiet, 0.5) / 1e6,
        at(beside, 0.5) / 1e6,
        at(quiet, 1) / 1e6,
        at(beside, 1) / 1e6,
        quiet.size(),
        beside.size());
    if (MEASURED) {
      assertThat(longest).isLessThan(BatchSize.BOUND.toNanos());
      assertThat(ratio).isLessThan(3);
    }
  }

  private static long at(List<Long> sorted, double quantile) {
    return sorted.get((int) (quantile * (sorted.size() - 1)));
  }

  private static void fill(StorageBackend backend) {
    for (int first = 0; first < EXPIRED + LIVING; first += Change.MAX_CHANGES) {
      List<Change> changes = new ArrayList<>();
      for (int i = first; i < first + Change.MAX_CHANGES; i++) {
        changes.add(H2.put(record(i, i < EXPIRED ? NOW - i % 50 : LATER)));
      }
      backend.apply(changes, NOW);
    }
  }

  /** Of which each use of its clock is noted. */
  private static ExpiryRemoval purge(
      HikariDataSource pool, StorageBackend backend, List<Long> clock) throws SQLException {
    return new Parts(pool, backend).purge(() -> {
      long now = System.nanoTime();
      clock.add(now);
      return now;
    });
  }

  private List<Future<List<Long>>> start(
      ExecutorService threads, StorageBackend backend, IntPredicate goesOn) {
    List<Future<List<Long>>> started = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      SplittableRandom random = new SplittableRandom(caller);
      Callable<List<Long>> traffic = () -> {
        List<Long> latencies = new ArrayList<>();
        while (goesOn.test(latencies.size())) {
          long begun = System.nanoTime();
          call(backend, random);
          latencies.add(System.nanoTime() - begun);
        }
        return latencies;
      };
      started.add(threads.submit(traffic));
    }
    return started;
  }

  /** Reads mostly; some writes renew what has expired, which is what a purge must not take. */
  private void call(StorageBackend backend, SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 75) {
      backend.get(H2.id(EXPIRED + random.nextInt(LIVING)));
    } else if (kind < 98) {
      int number = EXPIRED + random.nextInt(LIVING);
      backend.apply(List.of(H2.put(record(number, LATER))), NOW);
    } else {
      int number = random.nextInt(EXPIRED);
      backend.apply(List.of(H2.put(record(number, LATER))), NOW);
      renewed.add(number);
    }
  }

  private static List<Long> latencies(List<Future<List<Long>>> callers) throws Exception {
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> caller : callers) {
      all.addAll(caller.get());
    }
    Collections.sort(all);
    return all;
  }

  private static StoredRecord record(int number, long expiresAt) {
    return StoredRecord.builder(H2.id(number), H2.version())
        .expiresAt(expiresAt)
        .value(new byte[1_200])
        .build();
  }
}
