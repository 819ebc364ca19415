package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers take turns, for H2 loses updates otherwise: one in some hundreds, with four at once. */
@Tag("once")
class SingleWriterTest {

  private static final int COUNTERS = 60;
  private static final int WRITERS = 4;
  private static final int STEPS = 20;

  @TempDir
  Path directory;

  @Test
  void noUpdateIsLostInOneStorage() throws Exception {
    try (StorageBackend backend = H2.create(H2.file(directory))) {
      countTogether(List.of(backend));
    }
  }

  @Test
  void noUpdateIsLostBetweenStoragesOfOneFile() throws Exception {
    try (StorageBackend one = H2.create(H2.file(directory));
        StorageBackend other = H2.create(H2.file(directory))) {
      countTogether(List.of(one, other));
    }
  }

  @Test
  void noUpdateIsLostWithoutDurability() throws Exception {
    try (StorageBackend backend = H2.create(H2.file(directory) + ";WRITE_DELAY=1")) {
      countTogether(List.of(backend));
    }
  }

  @Test
  void writerWhoseTurnDoesNotComeHasWrittenNothing() throws InterruptedException {
    SingleWriter writer = new SingleWriter("a test's", Duration.ofMillis(100));
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread first = new Thread(() -> writer.call(() -> {
      writing.countDown();
      awaitUninterruptibly(done);
      return 1;
    }));
    first.start();
    writing.await();
    AtomicBoolean written = new AtomicBoolean();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> writer.call(() -> written.getAndSet(true)))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContainingAll("100 ms", "connection-timeout", "nothing was changed");
    assertThat(Thread.interrupted()).isTrue();
    done.countDown();
    first.join();

    assertThat(written).isFalse();
    assertThat(writer.call(() -> 2)).isEqualTo(2);
  }

  private static void countTogether(List<StorageBackend> backends) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int number = 0; number < COUNTERS; number++) {
        RecordId id = H2.id(number);
        backends.get(0).apply(List.of(Change.put(counter(id, 0), Expectation.ABSENT)), 0);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          StorageBackend backend = backends.get(writer % backends.size());
          running.add(threads.submit(() -> count(backend, id)));
        }
        for (Future<?> future : running) {
          future.get();
        }
        assertThat(read(backends.get(0), id)).as("counter %s", number).isEqualTo(WRITERS * STEPS);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void count(StorageBackend backend, RecordId id) {
    for (int step = 0; step < STEPS; ) {
      StoredRecord seen = backend.get(id).orElseThrow();
      StoredRecord next = counter(id, ByteBuffer.wrap(seen.value()).getInt() + 1);
      if (H2.isMade(backend, Change.put(next, Expectation.version(seen.version())))) {
        step++;
      }
    }
  }

  private static StoredRecord counter(RecordId id, int count) {
    byte[] value = ByteBuffer.allocate(1_200).putInt(count).array();
    return StoredRecord.builder(id, H2.version()).value(value).build();
  }

  private static int read(StorageBackend backend, RecordId id) {
    return ByteBuffer.wrap(backend.get(id).orElseThrow().value()).getInt();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
  }
}
