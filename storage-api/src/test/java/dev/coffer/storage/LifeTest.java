package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifeTest {

  private final TestStorage test = new TestStorage();

  @Test
  void closingTwiceIsFineAndClosesTheBackendAndTheKeysOnce() {
    test.storage.close();
    test.storage.close();
    assertThat(test.backend.closed).isEqualTo(1);
    assertThat(test.sealer.closed).isEqualTo(1);
  }

  @Test
  void anyUseAfterCloseIsAnIllegalState() {
    StorageScope scope = test.storage.scoped("s");
    Version version = scope.write("k", Secret.of("v"));
    test.storage.close();
    List<Runnable> calls = List.of(
        () -> scope.scoped("t"),
        () -> scope.read("k"),
        () -> scope.write("k", Secret.of("w")),
        () -> scope.delete("k"),
        () -> scope.delete("k", version),
        () -> scope.apply(Batch.builder().build()),
        scope::list,
        scope::readAll,
        scope::childScopes,
        scope::clear,
        () -> test.storage.guarantees(),
        () -> test.storage.purgeExpired(1));
    for (Runnable call : calls) {
      assertThatIllegalStateException().isThrownBy(call::run).withMessageContaining("closed");
    }
    assertThat(scope.path()).containsExactly("s");
  }

  @Test
  void closingWaitsForTheCallsUnderWay() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    MapBackend slow = new MapBackend() {
      @Override
      public synchronized Optional<StoredRecord> get(RecordId id) {
        inside.countDown();
        await(goOn);
        assertThat(closed).isZero();
        return super.get(id);
      }
    };
    SecureStorage storage = test.over(slow);
    CompletableFuture<Optional<Entry>> read =
        CompletableFuture.supplyAsync(() -> storage.read("k"));
    await(inside);
    CompletableFuture<Void> close = CompletableFuture.runAsync(storage::close);
    assertThat(close).isNotDone();
    goOn.countDown();
    assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
    close.get(10, TimeUnit.SECONDS);
    assertThat(slow.closed).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptedCallerCompletesAndKeepsItsFlag() {
    Thread.currentThread().interrupt();
    test.storage.write("k", Secret.of("v"));
    assertThat(test.storage.read("k")).isPresent();
    assertThat(test.storage.list().items()).hasSize(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void guaranteesAreTheBackendsAndEncryptionIsTheFacadesToSay() {
    MapBackend boastful = new MapBackend(Guarantee.DURABLE, Guarantee.ENCRYPTED);
    assertThat(SecureStorage.over(boastful).unsealed().build().guarantees())
        .containsExactly(Guarantee.DURABLE);
    assertThat(test.storage.guarantees()).containsExactly(Guarantee.ENCRYPTED);
  }

  @Test
  void aCallCannotCloseItsStorage() {
    SecureStorage[] itself = new SecureStorage[1];
    itself[0] = SecureStorage.over(new MapBackend())
        .unsealed()
        .clock(() -> {
          itself[0].close();
          return TestStorage.START;
        })
        .build();
    assertThatIllegalStateException()
        .isThrownBy(() -> itself[0].write("k", Secret.of("v")))
        .withMessageContaining("within");
    itself[0].close();
  }
}
