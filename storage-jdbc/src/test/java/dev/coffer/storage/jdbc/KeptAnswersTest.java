package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a reader has seen is not unseen by its next read, on another connection of the pool: H2
 * keeps answers that are out of date while a commit is being saved (decision 38).
 */
class KeptAnswersTest {

  private static final RecordId ID = H2.id(1);
  private static final int WRITERS = 2;
  private static final int READERS = 3;
  private static final int STEPS = 40;

  @TempDir
  private Path directory;

  @Test
  void aRecordIsNeverSeenOlderThanBefore() throws Exception {
    readWhileCounting(backend -> backend.get(ID).orElseThrow());
  }

  @Test
  void aPageIsNeverSeenOlderThanBefore() throws Exception {
    readWhileCounting(backend -> backend.scan(ScanRequest.of(ID, 1)).records().get(0));
  }

  /** Nor those that decide about a write, of which no test could catch one that lies. */
  @Test
  void noQueryOfStoresAndRecordsHasAnAnswerThatIsKept() {
    String url = "jdbc:h2:mem:kept;DB_CLOSE_DELAY=-1";
    H2.create(url).close();
    H2.sql(url, "SET QUERY_STATISTICS TRUE");
    try (StorageBackend backend = H2.open(url)) {
      Change put = Change.put(counter(0), Expectation.ABSENT);
      assertThat(H2.isMade(backend, put)).isTrue();
      assertThat(H2.isMade(backend, put)).isFalse();
      assertThat(H2.isMade(backend, Change.remove(ID, Expectation.ABSENT))).isFalse();
      backend.get(ID);
      backend.scan(ScanRequest.of(ID, 1));
      backend.countByEpoch(RecordId.ENTRIES);
      backend.removeExpired(RecordId.ENTRIES, 0, 1);
    }

    List<String> queries =
        H2.column(url, "SELECT sql_statement FROM information_schema.query_statistics").stream()
            .filter(sql -> sql.matches("(?s)SELECT .*\\bcoffer_(record|store)\\b.*"))
            .toList();
    assertThat(queries)
        .hasSizeGreaterThan(5)
        .anyMatch(sql -> sql.startsWith("SELECT 1 "))
        .allMatch(sql -> sql.contains("RAND()"));
    H2.sql(url, "SHUTDOWN");
  }

  private void readWhileCounting(Function<StorageBackend, StoredRecord> reading) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    AtomicBoolean over = new AtomicBoolean();
    try (StorageBackend backend = H2.create(H2.file(directory))) {
      backend.apply(List.of(Change.put(counter(0), Expectation.ABSENT)), 0);
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(() -> {
          int last = 0;
          while (!over.get()) {
            int count = count(reading.apply(backend));
            assertThat(count).isGreaterThanOrEqualTo(last);
            last = count;
          }
        }));
      }
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(CompletableFuture.runAsync(() -> write(backend), threads));
      }
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
          .whenComplete((done, failure) -> over.set(true))
          .get();
      for (Future<?> reader : readers) {
        reader.get();
      }
      assertThat(count(reading.apply(backend))).isEqualTo(WRITERS * STEPS);
    } finally {
      threads.shutdown();
    }
  }

  private static void write(StorageBackend backend) {
    for (int step = 0; step < STEPS; ) {
      StoredRecord seen = backend.get(ID).orElseThrow();
      Change next = Change.put(counter(count(seen) + 1), Expectation.version(seen.version()));
      if (H2.isMade(backend, next)) {
        step++;
      }
    }
  }

  private static StoredRecord counter(int count) {
    byte[] value = ByteBuffer.allocate(4).putInt(count).array();
    return StoredRecord.builder(ID, H2.version()).value(value).build();
  }

  private static int count(StoredRecord counter) {
    return ByteBuffer.wrap(counter.value()).getInt();
  }
}
