package dev.coffer.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread's puts into stores of one size, a few into each in turn: what disturbs the machine
 * disturbs all of them, and their ratios stay.
 */
final class PutBySize {

  private static final int PUTS_IN_A_TURN = 25;
  private static final int WARM_UP_TURNS = 20;

  /** To fill some stores with more takes minutes. */
  private static final int MOST_FOR_THE_SLOW = 100_000;

  private PutBySize() {}

  static void measure(Path directory, int entries, Duration duration, Results results)
      throws Exception {
    List<Store> stores = new ArrayList<>();
    try {
      stores.add(CofferFile.open(directory, entries));
      stores.add(RawLog.growing(directory));
      stores.add(RawLog.preallocated(directory));
      stores.add(Sqlite.create(directory));
      if (entries <= MOST_FOR_THE_SLOW) {
        stores.add(H2Synced.create(directory));
        stores.add(EncryptedMvStore.create(directory));
      }
      for (Store store : stores) {
        store.fill(entries);
      }
      takeTurns(stores, entries, duration, results);
    } finally {
      for (Store store : stores) {
        store.close();
      }
    }
  }

  private static void takeTurns(List<Store> stores, int entries, Duration duration, Results results)
      throws Exception {
    Values values = new Values(entries);
    long end = Long.MAX_VALUE;
    for (int turn = 0; System.nanoTime() - end < 0; turn++) {
      if (turn == WARM_UP_TURNS) {
        end = System.nanoTime() + duration.toNanos();
      }
      for (Store store : stores) {
        Latencies latencies =
            turn < WARM_UP_TURNS ? new Latencies() : results.puts(store.name(), entries);
        for (int put = 0; put < PUTS_IN_A_TURN; put++) {
          int entry = values.entryBelow(entries);
          byte[] value = values.next();
          long begin = System.nanoTime();
          store.put(entry, value);
          latencies.add(System.nanoTime() - begin);
        }
      }
    }
  }
}
