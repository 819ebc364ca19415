package dev.coffer.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** One thread's puts over so few entries that the log is mostly dead, and compacted, many times. */
final class PutUnderCompaction {

  private static final int ENTRIES = 10_000;
  private static final int PUTS_BETWEEN_LOOKS = 100;

  private PutUnderCompaction() {}

  static Results.Compaction measure(Path directory, int puts) throws Exception {
    Path log = CofferFile.path(directory);
    Latencies latencies = new Latencies();
    int compactions = 0;
    long largest = 0;
    try (Store coffer = CofferFile.open(directory, ENTRIES)) {
      coffer.fill(ENTRIES);
      Values values = new Values(1);
      Object file = identity(log);
      for (int put = 0; put < puts; put++) {
        int entry = values.entryBelow(ENTRIES);
        byte[] value = values.next();
        long begin = System.nanoTime();
        coffer.put(entry, value);
        latencies.add(System.nanoTime() - begin);
        if (put % PUTS_BETWEEN_LOOKS == 0) {
          Object now = identity(log);
          compactions += now.equals(file) ? 0 : 1;
          file = now;
          largest = Math.max(largest, Files.size(log));
        }
      }
    }
    return new Results.Compaction(latencies, compactions, largest, ENTRIES);
  }

  private static Object identity(Path log) throws Exception {
    BasicFileAttributes attributes = Files.readAttributes(log, BasicFileAttributes.class);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
  }
}
