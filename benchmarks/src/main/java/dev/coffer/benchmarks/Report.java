package dev.coffer.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run has measured, as tables in Markdown, with the targets met and missed. */
final class Report {

  private static final String COFFER = "Coffer";
  private static final String FLOOR = "raw, growing";
  private static final String SHARED = "raw, shared sync";

  private final Results results;
  private final StringBuilder out = new StringBuilder();
  private final List<String> targets = new ArrayList<>();

  Report(Results results) {
    this.results = results;
  }

  String toMarkdown() {
    puts();
    writers();
    gets();
    openings();
    compaction();
    out.append("| target | bound | measured | |\n|---|---|---|---|\n");
    targets.forEach(out::append);
    return out.toString();
  }

  private void puts() {
    SortedSet<Integer> sizes = new TreeSet<>();
    results.puts.values().forEach(bySize -> sizes.addAll(bySize.keySet()));
    out.append("| a put, one thread, µs: p50 (p99) |");
    sizes.forEach(size -> line(" %,d entries |", size));
    out.append("\n|---|").append("---|".repeat(sizes.size())).append('\n');
    results.puts.forEach((store, bySize) -> {
      line("| %s |", store);
      sizes.forEach(size -> line(
          " %s |",
          Optional.ofNullable(bySize.get(size))
              .map(it -> format("%,.0f (%,.0f)", it.p50(), it.p99()))
              .orElse("")));
      out.append('\n');
    });
    out.append('\n');
    for (int size : sizes) {
      double coffer = results.puts(COFFER, size).p50();
      double floor = results.puts(FLOOR, size).p50();
      double sqlite = results.puts("SQLite", size).p50();
      target(format("put p50 / raw append and sync, %,d entries", size), 1.25, coffer / floor);
      target(format("put p50 / SQLite, %,d entries", size), 1, coffer / sqlite);
    }
  }

  private void writers() {
    line(
        "| writers, %,d entries | Coffer, puts/s | p50 (p99), µs | raw shared sync, appends/s"
            + " | p50 (p99), µs | ratio |\n|---|---|---|---|---|---|\n",
        PutByWriters.ENTRIES);
    for (int threads : FileWorkload.WRITERS) {
      Results.Throughput it = results.writers(COFFER, threads);
      Results.Throughput bare = results.writers(SHARED, threads);
      line(
          "| %d | %,.0f | %s | %,.0f | %s | %.2f |\n",
          threads,
          it.perSecond(),
          spread(it.latencies()),
          bare.perSecond(),
          spread(bare.latencies()),
          it.perSecond() / bare.perSecond());
    }
    out.append('\n');
    int most = Collections.max(FileWorkload.WRITERS);
    atLeast(
        format("%d writers / raw shared sync", most),
        0.8,
        results.writers(COFFER, most).perSecond()
            / results.writers(SHARED, most).perSecond());
  }

  private void gets() {
    double get = results.gets("get", 1);
    double byTwo = results.gets("get", 2);
    double bare = results.gets("openValue", 1);
    out.append("| a second | one thread | two threads |\n|---|---|---|\n");
    line("| Coffer, get | %,.0f | %,.0f |\n", get, byTwo);
    line("| Tink alone, open | %,.0f | %,.0f |\n\n", bare, results.gets("openValue", 2));
    atLeast("get / Tink's open, one thread", 0.6, get / bare);
    atLeast("get, two threads / one", 1.8, byTwo / get);
  }

  private void openings() {
    out.append("| entries | open, ms: p50 (longest) | heap per entry, bytes"
        + " | file per entry, bytes |\n|---|---|---|---|\n");
    for (Results.Opening it : results.openings) {
      double millis = it.latencies().p50() / 1_000;
      line(
          "| %,d | %,.0f (%,.0f) | %,.0f | %,.0f |\n",
          it.entries(),
          millis,
          it.latencies().percentile(100) / 1_000,
          it.heapPerEntry(),
          it.bytesPerEntryCompacted());
      openingTargets().forEach((entries, bound) -> {
        if (entries == it.entries()) {
          target(format("open %,d entries, ms", entries), bound, millis);
          target(format("heap per entry of %,d, bytes", entries), 120, it.heapPerEntry());
          target(
              format("file per entry of %,d after compaction, bytes", entries),
              1_560,
              it.bytesPerEntryCompacted());
        }
      });
    }
    out.append('\n');
  }

  private static Map<Integer, Double> openingTargets() {
    return Map.of(100_000, 200.0, 1_000_000, 2_000.0);
  }

  private void compaction() {
    Latencies latencies = results.compaction.latencies();
    line(
        "%,d puts over %,d entries, with %d compactions: p50 %,.0f µs, p99 %,.0f µs, longest"
            + " %,.0f µs; the file had at most %,d bytes.\n\n",
        latencies.count(),
        results.compaction.entries(),
        results.compaction.compactions(),
        latencies.p50(),
        latencies.p99(),
        latencies.percentile(100),
        results.compaction.largest());
    target("put p99 / p50, while compacting", 10, latencies.p99() / latencies.p50());
  }

  private static String spread(Latencies latencies) {
    return format("%,.0f (%,.0f)", latencies.p50(), latencies.p99());
  }

  private void target(String what, double atMost, double measured) {
    targets.add(row(what, "at most " + bound(atMost), measured, measured <= atMost));
  }

  private void atLeast(String what, double least, double measured) {
    targets.add(row(what, "at least " + bound(least), measured, measured >= least));
  }

  private static String row(String what, String bound, double measured, boolean met) {
    return format("| %s | %s | %,.2f | %s |\n", what, bound, measured, met ? "met" : "**missed**");
  }

  private static String bound(double bound) {
    return bound == Math.rint(bound) ? format("%,.0f", bound) : format("%,.2f", bound);
  }

  private void line(String pattern, Object... values) {
    out.append(format(pattern, values));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
