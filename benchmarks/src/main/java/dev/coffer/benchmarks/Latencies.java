package dev.coffer.benchmarks;

import java.util.Arrays;

/** How long each of many calls took. Not thread-safe. */
final class Latencies {

  private long[] nanos = new long[1_024];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  int count() {
    return count;
  }

  /** What so many of a hundred calls took at most, in microseconds. */
  double percentile(double percent) {
    if (count == 0) {
      throw new IllegalStateException("Nothing was measured.");
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return sorted[Math.max(0, rank - 1)] / 1_000.0;
  }

  double p50() {
    return percentile(50);
  }

  double p99() {
    return percentile(99);
  }
}
