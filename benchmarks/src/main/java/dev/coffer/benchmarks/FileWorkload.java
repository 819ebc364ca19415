package dev.coffer.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The encrypted file beside its peers and its floor, as a program has them: measures everything in
 * one run, prints a table with ratios, and draws latency against size.
 */
public final class FileWorkload {

  static final List<Integer> WRITERS = List.of(1, 2, 8, 32);

  private final Path output;
  private final int seconds;
  private final List<Integer> sizes;
  private final Results results = new Results();

  private FileWorkload(Path output, int seconds, List<Integer> sizes) {
    this.output = output;
    this.seconds = seconds;
    this.sizes = sizes;
  }

  /**
   * Measures.
   *
   * @param arguments the output folder, the seconds for each size, and the sizes
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      throw new IllegalArgumentException(
          "Give the output folder, the seconds for each size, and the sizes: out 20 100 10000");
    }
    List<Integer> sizes = Stream.of(arguments).skip(2).map(Integer::valueOf).toList();
    Path output = Files.createDirectories(Path.of(arguments[0])).toRealPath();
    new FileWorkload(output, Integer.parseInt(arguments[1]), sizes).run();
  }

  private void run() throws Exception {
    PrintStream progress = System.err;
    for (int entries : sizes) {
      progress.println("puts into " + entries + " entries");
      try (Scratch scratch = Scratch.in(output)) {
        PutBySize.measure(scratch.directory(), entries, Duration.ofSeconds(seconds), results);
      }
    }
    progress.println("several writers");
    try (Scratch scratch = Scratch.in(output)) {
      PutByWriters.measure(scratch.directory(), WRITERS, Duration.ofSeconds(seconds), results);
    }
    progress.println("compaction");
    try (Scratch scratch = Scratch.in(output)) {
      results.compaction = PutUnderCompaction.measure(scratch.directory(), seconds * PUTS_A_SECOND);
    }
    for (int entries : sizes) {
      if (entries >= LEAST_TO_WEIGH) {
        progress.println("opening " + entries + " entries");
        try (Scratch scratch = Scratch.in(output)) {
          results.openings.add(OpenStore.measure(
              scratch.directory(), entries, entries > MANY ? FEW_TIMES : MANY_TIMES));
        }
      }
    }
    progress.println("gets");
    Gets.measure(Math.max(1, seconds / 4), results);
    String table = new Report(results).toMarkdown();
    Files.writeString(output.resolve("figures.md"), table);
    Files.writeString(output.resolve("latency.svg"), LatencyChart.draw(results.puts));
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(table);
  }

  /** About as many as one thread makes. */
  private static final int PUTS_A_SECOND = 4_000;

  /** With fewer entries the rest of a store weighs more than they do. */
  private static final int LEAST_TO_WEIGH = 10_000;

  private static final int MANY = 100_000;
  private static final int FEW_TIMES = 3;
  private static final int MANY_TIMES = 9;
}
