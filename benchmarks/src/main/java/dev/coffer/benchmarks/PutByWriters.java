package dev.coffer.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads' puts into one store, beside those that share the sync of a bare file. */
final class PutByWriters {

  static final int ENTRIES = 10_000;

  private static final int ROUNDS = 4;

  private PutByWriters() {}

  static void measure(Path directory, List<Integer> writers, Duration duration, Results results)
      throws Exception {
    try (Store coffer = CofferFile.open(directory, ENTRIES);
        Store raw = SharedSync.create(directory)) {
      coffer.fill(ENTRIES);
      for (int threads : writers) {
        // Of the first round nothing is kept.
        for (int round = 0; round < ROUNDS; round++) {
          for (Store store : List.of(coffer, raw)) {
            run(store, threads, duration.dividedBy(ROUNDS), round > 0, results);
          }
        }
      }
    }
  }

  private static void run(
      Store store, int threads, Duration duration, boolean keep, Results results) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Latencies>> running = new ArrayList<>();
      long begin = System.nanoTime();
      long end = begin + duration.toNanos();
      for (int thread = 0; thread < threads; thread++) {
        Values values = new Values(thread);
        running.add(executor.submit(() -> put(store, values, end)));
      }
      Latencies all = new Latencies();
      for (Future<Latencies> each : running) {
        all.addAll(each.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (keep) {
        keep(store, threads, all, all.count() / seconds, results);
      }
    } finally {
      executor.shutdown();
    }
  }

  private static Latencies put(Store store, Values values, long end) throws Exception {
    Latencies latencies = new Latencies();
    while (System.nanoTime() - end < 0) {
      int entry = values.entryBelow(ENTRIES);
      byte[] value = values.next();
      long begin = System.nanoTime();
      store.put(entry, value);
      latencies.add(System.nanoTime() - begin);
    }
    return latencies;
  }

  /** Of several rounds the mean counts. */
  private static void keep(
      Store store, int threads, Latencies latencies, double perSecond, Results results) {
    results
        .writers
        .computeIfAbsent(store.name(), name -> new TreeMap<>())
        .merge(
            threads,
            new Results.Throughput(latencies, perSecond / (ROUNDS - 1)),
            (before, more) -> {
              before.latencies().addAll(more.latencies());
              return new Results.Throughput(
                  before.latencies(), before.perSecond() + more.perSecond());
            });
  }
}
