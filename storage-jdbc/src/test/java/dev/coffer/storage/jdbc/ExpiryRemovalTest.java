package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A purge rests after each batch for as long as it took, and neither before nor after all. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class ExpiryRemovalTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final int ROWS = 200;

  @Parameter
  Server server;

  private TestDatabase database;
  private StorageBackend backend;
  private HikariDataSource pool;

  private final List<Duration> rests = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  @BeforeEach
  void fill() {
    database = server.newDatabase();
    backend = database.create();
    pool = Parts.pool(database);
    database.fill(ROWS, "0", "1");
  }

  @AfterEach
  void close() {
    pool.close();
    backend.close();
    database.close();
  }

  @Test
  void restsForAsLongAsABatchTook() throws Exception {
    assertThat(removal(Duration.ofMillis(7)).remove(RecordId.ENTRIES, NOW, 1_000))
        .isEqualTo(ROWS);

    assertThat(rests).isNotEmpty().containsOnly(Duration.ofMillis(7));
  }

  @Test
  void restsNoLongerThanLocksMayBeHeld() throws Exception {
    removal(Duration.ofSeconds(9)).remove(RecordId.ENTRIES, NOW, 1_000);

    assertThat(rests).isNotEmpty().containsOnly(BatchSize.BOUND);
  }

  @Test
  void whatOneBatchTakesNeedsNoRest() throws Exception {
    assertThat(removal(Duration.ofMillis(7)).remove(RecordId.ENTRIES, NOW, 8)).isEqualTo(8);

    assertThat(rests).isEmpty();
  }

  /** By a clock that goes on by so much each time it is asked, so that each batch takes as much. */
  private ExpiryRemoval removal(Duration batch) throws Exception {
    return new Parts(pool, backend)
        .purge(
            () -> 0,
            () -> clock.getAndAdd(batch.toNanos()),
            nanos -> rests.add(Duration.ofNanos(nanos)));
  }
}
