package dev.coffer.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that one run has measured. Not thread-safe. */
final class Results {

  /** Put latencies by one thread: by store, and by the number of entries in it. */
  final Map<String, SortedMap<Integer, Latencies>> puts = new LinkedHashMap<>();

  /** Puts by several threads: by store, and by the number of threads. */
  final Map<String, SortedMap<Integer, Throughput>> writers = new LinkedHashMap<>();

  /** Gets and openings of a value a second: by what was called, and by the number of threads. */
  final Map<String, SortedMap<Integer, Double>> gets = new LinkedHashMap<>();

  final List<Opening> openings = new ArrayList<>();

  /** Puts that made the store be compacted many times. */
  Compaction compaction = new Compaction(new Latencies(), 0, 0, 0);

  /** Puts by several threads. */
  record Throughput(Latencies latencies, double perSecond) {}

  /**
   * A store that was opened: how long that took in microseconds, with this process already warm,
   * and what it takes.
   */
  record Opening(
      int entries, Latencies latencies, double heapPerEntry, double bytesPerEntryCompacted) {}

  /** Puts over few entries, how often the file was replaced meanwhile, and how long it became. */
  record Compaction(Latencies latencies, int compactions, long largest, int entries) {}

  Throughput writers(String store, int threads) {
    return found(found(writers.get(store)).get(threads));
  }

  double gets(String what, int threads) {
    return found(found(gets.get(what)).get(threads));
  }

  private static <T> T found(@Nullable T figure) {
    return Objects.requireNonNull(figure, "This run has not measured it.");
  }

  Latencies puts(String store, int entries) {
    return puts.computeIfAbsent(store, name -> new TreeMap<>())
        .computeIfAbsent(entries, size -> new Latencies());
  }
}
