package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work is done by our own threads: wholly, or not at all. */
class WorkersTest {

  private final Workers workers = new Workers(1, Duration.ofMillis(250));

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void workWhoseTurnDoesNotComeIsNeverDone() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Thread first = new Thread(() -> workers.call(() -> {
      busy.countDown();
      free.await();
      return 1;
    }));
    first.start();
    busy.await();
    AtomicBoolean done = new AtomicBoolean();

    assertThatThrownBy(() -> workers.call(() -> done.getAndSet(true)))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContainingAll(
            "pool-size", "connection-timeout", "250 ms", "nothing was changed");

    free.countDown();
    first.join();
    assertThat(workers.call(() -> 2)).isEqualTo(2);
    assertThat(done).isFalse();
  }

  @Test
  void workThatHasBegunIsWaitedForHoweverLongItTakes() {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(workers.call(() -> never.await(400, TimeUnit.MILLISECONDS)))
        .as("longer than a turn is waited for")
        .isFalse();
  }

  @Test
  void nothingOfTheCallersThreadIsInherited() {
    InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
    tenant.set("alice");
    AtomicReference<String> seen = new AtomicReference<>();

    Thread worker = workers.call(() -> {
      seen.set(tenant.get());
      return Thread.currentThread();
    });

    assertThat(worker).isNotSameAs(Thread.currentThread());
    assertThat(worker.isDaemon()).isTrue();
    assertThat(seen).hasValue(null);
  }

  @Test
  void failuresReachTheCallerAsTheyAre() {
    IllegalStateException failure = new IllegalStateException("ours");

    assertThatThrownBy(() -> workers.call(() -> {
          throw failure;
        }))
        .isSameAs(failure);
  }
}
