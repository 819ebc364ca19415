package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The primary of a PostgreSQL is killed under four writers, and its synchronous standby promoted:
 * what was acknowledged is there, and the writers go on over the same open storage.
 */
@Tag("once")
class FailoverTest {

  private static final int WRITERS = 4;
  private static final int WRITES = 60;

  @Test
  void everyAcknowledgedWriteOutlivesThePrimary() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    AtomicBoolean stopped = new AtomicBoolean();
    try (PostgresPair servers = PostgresPair.start();
        StorageBackend backend = H2.open(H2.options(servers.url()), "create", "true")) {
      List<AcknowledgedWrites> writers = new ArrayList<>();
      List<Future<?>> running = new ArrayList<>();
      for (int number = 0; number < WRITERS; number++) {
        AcknowledgedWrites writer = new AcknowledgedWrites(backend, number, stopped);
        writers.add(writer);
        running.add(threads.submit(writer::run));
      }
      AcknowledgedWrites.awaitMore(writers, WRITES);

      long killed = System.nanoTime();
      servers.killPrimary();
      servers.promoteStandby();
      long promoted = System.nanoTime();
      AcknowledgedWrites.awaitMore(writers, 1);
      long back = System.nanoTime();
      AcknowledgedWrites.awaitMore(writers, WRITES);
      stopped.set(true);
      for (Future<?> writer : running) {
        writer.get(1, TimeUnit.MINUTES);
      }

      int acknowledged = 0;
      int unknown = 0;
      int unknownButMade = 0;
      try (StorageBackend fresh = H2.open(H2.options(servers.url()))) {
        for (AcknowledgedWrites writer : writers) {
          writer.assertTruth(fresh);
          acknowledged += writer.acknowledged();
          unknown += writer.unknown();
          unknownButMade += writer.unknownButMade(fresh);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "figures: failover of PostgreSQL: standby promoted after %d ms, every writer back after %d"
              + " ms; %d writes acknowledged and there, %d of unknown outcome, of which %d were"
              + " made%n",
          TimeUnit.NANOSECONDS.toMillis(promoted - killed),
          TimeUnit.NANOSECONDS.toMillis(back - killed),
          acknowledged,
          unknown,
          unknownButMade);
    } finally {
      stopped.set(true);
      threads.shutdown();
    }
  }
}
