package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Callers that put one record at once, of whom one may win. */
final class Race {

  private Race() {}

  /** One of them: gives what it put, and null if it was refused; whatever else fails, fails it. */
  static Callable<StoredRecord> caller(
      CyclicBarrier start,
      StorageBackend backend,
      StoredRecord mine,
      Expectation expected,
      long now) {
    return () -> {
      start.await();
      try {
        backend.apply(List.of(Change.put(mine, expected)), now);
        return mine;
      } catch (PreconditionFailedException lost) {
        return null;
      }
    };
  }

  /** What the only one put that won. */
  static StoredRecord winner(ExecutorService threads, List<Callable<StoredRecord>> callers)
      throws Exception {
    List<StoredRecord> winners = new ArrayList<>();
    for (Future<StoredRecord> caller : threads.invokeAll(callers)) {
      if (caller.get() != null) {
        winners.add(caller.get());
      }
    }
    assertThat(winners).hasSize(1);
    return winners.get(0);
  }
}
