package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted caller gets its work done, keeps its flag, and harms nobody. */
class InterruptTest {

  private static final int WRITERS = 8;
  private static final int WRITES = 40;

  @TempDir
  Path directory;

  private Path path;

  @BeforeEach
  void create() {
    path = Logs.create(directory, "log", 1);
  }

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  @Test
  void aCallerWhoseFlagIsSetCompletesItsCallsAndKeepsIt() {
    try (SharedLog log = Logs.open(path);
        SharedLog other = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      Thread.currentThread().interrupt();

      apply(log, put(1, "written"));
      assertThat(value(other, 1)).contains("written");
      apply(other, put(1, "written again"));
      assertThat(value(log, 1)).contains("written again");
      assertThat(value(reader, 1)).contains("written again");

      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aStoreIsMadeAndOpenedByAnInterruptedCaller() {
    Thread.currentThread().interrupt();

    try (SecureStorage storage = Stores.create(directory.resolve("below").resolve("store"))) {
      assertThat(storage.list().items()).isEmpty();
    }

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStormOfInterruptsLosesNoWriteAndNoFlag() throws Exception {
    // Two logs over one file, so that threads wait for the lock of the other log, too.
    try (SharedLog one = Logs.open(path);
        SharedLog two = Logs.open(path)) {
      AtomicInteger done = new AtomicInteger();
      AtomicInteger flagsLost = new AtomicInteger();
      List<Throwable> failures = new ArrayList<>();
      List<Thread> writers = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        int writer = w;
        SharedLog log = w % 2 == 0 ? one : two;
        Thread thread = new Thread(() -> {
          for (int i = 0; i < WRITES; i++) {
            if (i % 2 == 0) {
              Thread.interrupted(); // The storm strikes somewhere in the middle.
            } else {
              Thread.currentThread().interrupt();
            }
            apply(log, put(writer * WRITES + i, "by " + writer));
            value(log, i);
            if (i % 2 == 1 && !Thread.currentThread().isInterrupted()) {
              flagsLost.incrementAndGet();
            }
          }
          done.incrementAndGet();
        });
        thread.setUncaughtExceptionHandler((t, failure) -> {
          synchronized (failures) {
            failures.add(failure);
          }
        });
        writers.add(thread);
      }
      writers.forEach(Thread::start);
      while (writers.stream().anyMatch(Thread::isAlive)) {
        writers.forEach(Thread::interrupt);
        Thread.onSpinWait();
      }
      for (Thread writer : writers) {
        writer.join();
      }

      synchronized (failures) {
        assertThat(failures).isEmpty();
      }
      assertThat(done).hasValue(WRITERS);
      assertThat(flagsLost).hasValue(0);
      for (int i = 0; i < WRITERS * WRITES; i++) {
        assertThat(value(one, i)).as("write %d", i).contains("by " + i / WRITES);
      }
    }
    try (SharedLog log = Logs.open(path)) {
      for (int i = 0; i < WRITERS * WRITES; i++) {
        assertThat(value(log, i)).as("write %d", i).contains("by " + i / WRITES);
      }
      assertThat(log.cuts()).isEmpty();
    }
  }
}
