package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads, where there are any, write without a system's call of their own. */
class VirtualThreadsTest {

  private static final int WRITERS = 200;

  @TempDir
  Path directory;

  /** Starts a virtual thread; on a Java before 21 one of the platform. */
  private static void start(Runnable work) throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      new Thread(work).start();
    } else {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    }
  }

  @Test
  void aThreadKnowsWhatItIs() throws Exception {
    FutureTask<Boolean> isVirtual = new FutureTask<>(VirtualThreads::isCurrent);
    start(isVirtual);

    assertThat(isVirtual.get()).isEqualTo(Runtime.version().feature() >= 21);
    assertThat(VirtualThreads.isCurrent()).isFalse();
  }

  @Test
  void allTheirWritesAreDoneAndSyncedByThreadsOfThePlatform() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Path path = Logs.create(directory, "log", 1);
    List<Boolean> syncedByVirtual = new ArrayList<>();
    try (SharedLog log = Logs.open(disk, path)) {
      disk.before("sync", () -> syncedByVirtual.add(VirtualThreads.isCurrent()));
      List<FutureTask<Void>> writes = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        FutureTask<Void> write =
            new FutureTask<>(() -> apply(log, put(number, "v" + number)), null);
        writes.add(write);
        start(write);
      }
      for (FutureTask<Void> write : writes) {
        write.get();
      }
      for (int i = 0; i < WRITERS; i++) {
        assertThat(value(log, i)).contains("v" + i);
      }
    }
    assertThat(syncedByVirtual).containsExactly(false);
    assertThat(disk.calls).filteredOn("sync"::equals).hasSizeLessThan(WRITERS);
  }
}
