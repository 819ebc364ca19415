package dev.coffer.benchmarks;

import dev.coffer.storage.file.EncryptedFile;
import dev.coffer.storage.file.Progress;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * A store opened many times by a process that is warm, and what it takes on the heap and on disk.
 */
final class OpenStore {

  private static final int COLLECTIONS = 4;

  private OpenStore() {}

  static Results.Opening measure(Path directory, int entries, int times) throws Exception {
    try (Store coffer = CofferFile.open(directory, entries)) {
      coffer.fill(entries);
    }
    long size =
        EncryptedFile.compact(CofferFile.options(directory), Progress.NONE).bytesAfter();
    Latencies latencies = new Latencies();
    for (int time = 0; time <= times; time++) {
      long begin = System.nanoTime();
      CofferFile.open(directory, 1).close();
      // The first time warms up.
      if (time > 0) {
        latencies.add(System.nanoTime() - begin);
      }
    }
    long before = usedHeap();
    long after;
    try (CofferFile opened = CofferFile.open(directory, 1)) {
      after = usedHeap();
      opened.get(0);
    }
    return new Results.Opening(
        entries, latencies, (double) (after - before) / entries, (double) size / entries);
  }

  private static long usedHeap() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
