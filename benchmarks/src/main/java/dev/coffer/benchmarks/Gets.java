package dev.coffer.benchmarks;

import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link FileGetBenchmark} with one thread and with two, in JVMs of JMH's. */
final class Gets {

  private Gets() {}

  static void measure(int seconds, Results results) throws RunnerException {
    for (int threads : new int[] {1, 2}) {
      OptionsBuilder options = new OptionsBuilder();
      options
          .include(FileGetBenchmark.class.getName())
          .threads(threads)
          .measurementIterations(seconds)
          .measurementTime(TimeValue.seconds(1))
          .verbosity(VerboseMode.SILENT);
      for (RunResult result : new Runner(options.build()).run()) {
        results
            .gets
            .computeIfAbsent(result.getPrimaryResult().getLabel(), label -> new TreeMap<>())
            .put(threads, result.getPrimaryResult().getScore());
      }
    }
  }
}
