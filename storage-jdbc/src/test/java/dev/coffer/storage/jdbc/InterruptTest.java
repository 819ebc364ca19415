package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted caller gets its answer, keeps its flag and harms nobody. */
class InterruptTest {

  private static final int WRITERS = 8;
  private static final int WRITES = 150;

  @TempDir
  Path directory;

  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  @Test
  void interruptedCallerWritesAndReads() {
    try (StorageBackend backend = H2.create(H2.file(directory))) {
      Thread.currentThread().interrupt();
      H2.put(backend, 1);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(backend.get(H2.id(1))).isPresent();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void interruptedCallerOpensAndCloses() {
    Thread.currentThread().interrupt();
    H2.create(H2.file(directory)).close();
    assertThat(Thread.interrupted()).isTrue();

    H2.open(H2.file(directory)).close();
  }

  @Test
  void stormOfInterruptsLosesNoWrite() throws Exception {
    storm(H2.create(H2.file(directory), "pool-size", "4"));
  }

  @Test
  void stormOfInterruptsOverTheApplicationsDataSourceLosesNoWrite() throws Exception {
    String url = H2.file(directory) + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1";
    DataSource source = H2.source(url);
    storm(H2.over(source));
    H2.sql(url, "SHUTDOWN");
  }

  private static void storm(StorageBackend backend) throws InterruptedException {
    Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    List<Throwable> failures = new ArrayList<>();
    Set<String> lostFlags = ConcurrentHashMap.newKeySet();
    CountDownLatch finished = new CountDownLatch(WRITERS);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int first = i * WRITES;
      writers.add(new Thread(() -> {
        try {
          for (int n = first; n < first + WRITES; n++) {
            boolean before = Thread.currentThread().isInterrupted();
            H2.put(backend, n);
            if (before && !Thread.interrupted()) {
              lostFlags.add("write " + n);
            }
            acknowledged.add(n);
          }
        } finally {
          finished.countDown();
        }
      }));
    }
    writers.forEach(writer -> writer.setUncaughtExceptionHandler((thread, failure) -> {
      synchronized (failures) {
        failures.add(failure);
      }
    }));
    writers.forEach(Thread::start);
    long interrupts = 0;
    while (finished.getCount() > 0) {
      writers.get(ThreadLocalRandom.current().nextInt(WRITERS)).interrupt();
      interrupts++;
      Thread.onSpinWait();
    }
    for (Thread writer : writers) {
      writer.join();
    }

    assertThat(failures).isEmpty();
    assertThat(lostFlags).isEmpty();
    assertThat(interrupts).isGreaterThan(WRITERS * WRITES);
    assertThat(acknowledged).hasSize(WRITERS * WRITES);
    assertThat(IntStream.range(0, WRITERS * WRITES))
        .allSatisfy(number -> assertThat(backend.get(H2.id(number))).isPresent());
    H2.put(backend, -1);
    assertThat(backend.get(H2.id(-1))).isPresent();
    backend.close();
  }
}
