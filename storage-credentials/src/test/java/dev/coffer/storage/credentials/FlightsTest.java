package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers in real threads: who shares a refresh with whom. */
@Timeout(60)
class FlightsTest {

  private static final int CALLERS = 32;

  private final AtomicInteger calls = new AtomicInteger();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore answers = new Semaphore(0);
  private final SecureStorage storage =
      SecureStorage.over(new MemoryBackend()).unsealed().build();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private CredentialManager manager = manager(Duration.ofSeconds(75));

  private CredentialManager manager(Duration maxWait) {
    return CredentialManager.builder(storage, this::refresh).maxWait(maxWait).build();
  }

  /** A provider that answers when the test lets it. */
  private RefreshResult refresh(RefreshRequest request) {
    int call = calls.incrementAndGet();
    arrived.release();
    answers.acquireUninterruptibly();
    return RefreshResult.refreshed(tokens(call + 1, Duration.ofHours(1)));
  }

  private static TokenSet tokens(int generation, Duration lifetime) {
    return TokenSet.builder(Secret.of("access-" + generation))
        .refreshToken(Secret.of("refresh-" + generation))
        .accessTokenExpiresAt(Instant.now().plus(lifetime))
        .build();
  }

  @AfterEach
  void end() {
    answers.release(1_000);
    callers.shutdown();
    manager.close();
  }

  private <T> List<Future<T>> inThreads(int count, Callable<T> call) {
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(callers.submit(call));
    }
    return running;
  }

  @Test
  void allCallersShareOneRefresh() throws Exception {
    manager.signedIn(tokens(1, Duration.ZERO));
    List<Future<Secret>> all = inThreads(CALLERS, manager::accessToken);
    arrived.acquire();
    answers.release(CALLERS);
    for (Future<Secret> each : all) {
      assertThat(each.get()).isEqualTo(Secret.of("access-2"));
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoForcesARefreshGetsOneThatBeganAfterTheyAskedAndSharesThatOne() {
    UUID session = UUID.randomUUID();
    Queue<Runnable> executor = new ArrayDeque<>();
    List<Snapshot> arrivals = new ArrayList<>();
    FakeTime time = new FakeTime();
    Flights flights = new Flights(executor::add, (of, generation, anew) -> {
      arrivals.add(Snapshot.of(Optional.empty(), 0, 0, time));
      return arrivals.get(arrivals.size() - 1);
    });
    CompletableFuture<Snapshot> first = flights.join(session, 1, true);
    List<CompletableFuture<Snapshot>> later = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      later.add(flights.join(session, 1, true));
    }
    assertThat(flights.join(session, 1, false)).isSameAs(first);
    executor.remove().run();
    assertThat(later).allSatisfy(each -> assertThat(each).isNotDone());
    executor.remove().run();
    assertThat(executor).isEmpty();
    assertThat(arrivals).hasSize(2);
    assertThat(first).isCompletedWithValue(arrivals.get(0));
    assertThat(later).allSatisfy(each -> assertThat(each).isCompletedWithValue(arrivals.get(1)));
  }

  @Test
  void aForcedRefreshIsShownToItsCallers() {
    answers.release(10);
    manager.signedIn(tokens(1, Duration.ofHours(1)));
    assertThat(manager.forceRefresh().accessToken()).isEqualTo(Secret.of("access-2"));
    assertThat(manager.forceRefresh().accessToken()).isEqualTo(Secret.of("access-3"));
  }

  @Test
  void whoAsksForATokenDuringAForcedRefreshIsServedFromWhatIsKnown() throws Exception {
    manager.signedIn(tokens(1, Duration.ofHours(1)));
    Future<TokenSet> forced = callers.submit(manager::forceRefresh);
    arrived.acquire();
    assertThat(manager.accessToken()).isEqualTo(Secret.of("access-1"));
    answers.release();
    assertThat(forced.get().accessToken()).isEqualTo(Secret.of("access-2"));
    assertThat(manager.accessToken()).isEqualTo(Secret.of("access-2"));
  }

  @Test
  void anInterruptedCallerGoesAndTheRefreshGoesOn() throws Exception {
    manager.signedIn(tokens(1, Duration.ZERO));
    Future<Boolean> interrupted = callers.submit(() -> {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(RefreshFailedException.class).isThrownBy(manager::accessToken);
      return Thread.interrupted();
    });
    assertThat(interrupted.get()).isTrue();
    arrived.acquire();
    answers.release();
    assertThat(manager.accessToken()).isEqualTo(Secret.of("access-2"));
    assertThat(calls).hasValue(1);
  }

  @Test
  void aCallerWaitsNoLongerThanItIsTold() {
    CredentialManager impatient = manager(Duration.ofMillis(50));
    impatient.signedIn(tokens(1, Duration.ZERO));
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(impatient::accessToken)
        .withMessageContaining("50 ms");
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> impatient.accessTokenAsync().toCompletableFuture().join())
        .withCauseInstanceOf(RefreshFailedException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoHasWaitedInVainIsGivenATokenThatStillLives() {
    CredentialManager impatient = manager(Duration.ofMillis(50));
    impatient.signedIn(
        tokens(1, Duration.ofSeconds(30)).toBuilder().receivedAt(Instant.EPOCH).build());
    assertThat(impatient.accessToken()).isEqualTo(Secret.of("access-1"));
    assertThat(impatient.accessTokenAsync().toCompletableFuture().join())
        .isEqualTo(Secret.of("access-1"));
    assertThat(calls).hasValue(1);
  }

  @Test
  void theAsynchronousMethodsAnswerLikeTheOthers() {
    answers.release(10);
    manager.signedIn(tokens(1, Duration.ZERO));
    assertThat(manager.accessTokenAsync().toCompletableFuture().join())
        .isEqualTo(Secret.of("access-2"));
    assertThat(manager.forceRefreshAsync().toCompletableFuture().join().accessToken())
        .isEqualTo(Secret.of("access-3"));
    assertThat(manager.accessTokenAsync(Duration.ZERO).toCompletableFuture())
        .isCompletedWithValue(Secret.of("access-3"));
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() ->
            manager.account("nobody").accessTokenAsync().toCompletableFuture().join())
        .withCauseInstanceOf(NotSignedInException.class);
  }

  @Test
  void closingWaitsForARefreshUnderWayAndItsTokensAreSaved() throws Exception {
    manager.signedIn(tokens(1, Duration.ZERO));
    Future<Secret> caller = callers.submit(() -> manager.accessToken());
    arrived.acquire();
    Future<?> closing = callers.submit(manager::close);
    answers.release();
    closing.get();
    assertThat(caller.get()).isEqualTo(Secret.of("access-2"));
    try (CredentialManager next = manager(Duration.ofSeconds(75))) {
      assertThat(next.accessToken()).isEqualTo(Secret.of("access-2"));
    }
  }
}
