package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The thread that purges now and then. */
class BackgroundPurgeTest {

  private static final Duration SHORT = Duration.ofNanos(1_000);
  private static final Duration LONG = Duration.ofDays(1);

  /** Rounds of three batches each. */
  private static class Rounds implements BackgroundPurge.Rounds {

    final AtomicInteger begun = new AtomicInteger();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final CountDownLatch done;

    Rounds(int rounds) {
      this.done = new CountDownLatch(rounds);
    }

    @Override
    public BackgroundPurge.Batches begin() {
      begun.incrementAndGet();
      AtomicInteger batches = new AtomicInteger();
      return () -> {
        if (batches.incrementAndGet() == 3) {
          done.countDown();
          return false;
        }
        return true;
      };
    }

    @Override
    public void failed(Throwable told) {
      failure.set(told);
    }
  }

  @Test
  void comesAgainAndAgain() throws Exception {
    Rounds rounds = new Rounds(5);
    try (BackgroundPurge purge = new BackgroundPurge(SHORT, bound -> bound / 2, rounds)) {
      assertThat(purge.pause()).isPositive();
      assertThat(rounds.done.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(rounds.failure).hasNullValue();
  }

  @Test
  void beginsAtATimeThatIsDrawnAndNotAtOnce() {
    Rounds rounds = new Rounds(1);
    List<Long> pauses = new ArrayList<>();
    for (long drawn : new long[] {0, LONG.toNanos() / 2, LONG.toNanos() - 1}) {
      try (BackgroundPurge purge = new BackgroundPurge(LONG, bound -> drawn, rounds)) {
        pauses.add(purge.pause());
      }
    }

    assertThat(pauses)
        .containsExactly(
            LONG.toNanos() / 2, LONG.toNanos(), LONG.toNanos() / 2 + LONG.toNanos() - 1);
    assertThat(rounds.begun).hasValue(0);
  }

  @Test
  void aRoundThatFailsIsToldAndTheNextOneTries() throws Exception {
    goesOnAfter(() -> {
      throw new StorageUnavailableException("The database is down.", null);
    });
  }

  @Test
  void aRoundThatEndsWithAnErrorIsToldAndTheNextOneTries() throws Exception {
    goesOnAfter(() -> {
      throw new NoClassDefFoundError("The database is down.");
    });
  }

  private static void goesOnAfter(BackgroundPurge.Batches first) throws Exception {
    Rounds rounds = new Rounds(1) {
      @Override
      public BackgroundPurge.Batches begin() {
        BackgroundPurge.Batches batches = super.begin();
        return begun.get() == 1 ? first : batches;
      }
    };
    try (BackgroundPurge purge = new BackgroundPurge(SHORT, bound -> 0, rounds)) {
      assertThat(purge.pause()).isPositive();
      assertThat(rounds.done.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(rounds.failure.get()).hasMessage("The database is down.");
  }

  @Test
  void whoClosesItWaitsForTheBatchUnderWayAndKeepsHisInterrupt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    BackgroundPurge purge = new BackgroundPurge(SHORT, bound -> 0, new Rounds(1) {
      @Override
      public BackgroundPurge.Batches begin() {
        return () -> {
          inside.countDown();
          awaitQuietly(goOn);
          ended.incrementAndGet();
          return true;
        };
      }
    });
    assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
    AtomicInteger seen = new AtomicInteger(-1);
    Thread closer = new Thread(() -> {
      Thread.currentThread().interrupt();
      purge.close();
      seen.set(Thread.currentThread().isInterrupted() ? ended.get() : -2);
    });
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      assertThat(closer.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    assertThat(ended).hasValue(0);
    goOn.countDown();
    closer.join(TimeUnit.MINUTES.toMillis(1));

    assertThat(seen).hasValue(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
