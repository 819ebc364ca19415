package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A backend that fails is unavailable, never empty; and whether a change was made is said, or said
 * to be unknown.
 */
class FailingBackendTest {

  private static final String CANARY = "canary-in-a-message";

  private static SecureStorage failingWith(Supplier<? extends RuntimeException> failure) {
    return new TestStorage().over(new MapBackend() {
      @Override
      public synchronized Optional<StoredRecord> get(RecordId id) {
        throw failure.get();
      }

      @Override
      public synchronized void apply(List<Change> changes, long now) {
        throw failure.get();
      }

      @Override
      public synchronized RecordPage scan(ScanRequest request) {
        throw failure.get();
      }

      @Override
      public int removeExpired(RecordId prefix, long now, int limit) {
        throw failure.get();
      }
    });
  }

  @Test
  void readsThatFailAreUnavailable() {
    SecureStorage storage = failingWith(() -> new IllegalStateException(CANARY));
    List<Runnable> reads = List.of(
        () -> storage.read("k"),
        storage::list,
        storage::readAll,
        storage::childScopes,
        storage::clear,
        () -> storage.purgeExpired(1));
    for (Runnable read : reads) {
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(read::run)
          .satisfies(failure -> assertThat(failure.attempted()).isEmpty())
          .satisfies(FailingBackendTest::assertNoCanary);
    }
  }

  private static void assertNoCanary(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(CANARY).contains("IllegalStateException");
  }

  @Test
  void aWriteThatFailsUnexpectedlyHasAnUnknownOutcomeAndItsVersion() {
    SecureStorage storage = failingWith(() -> new IllegalStateException(CANARY));
    List<Runnable> writes = List.of(
        () -> storage.write("k", Secret.of("v")),
        () -> storage.delete("k"),
        () -> storage.apply(Batch.builder().delete("k").build()));
    for (Runnable write : writes) {
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(write::run)
          .satisfies(failure -> assertThat(failure.attempted()).isPresent())
          .satisfies(FailingBackendTest::assertNoCanary);
    }
  }

  @Test
  void theAttemptedVersionIsTheOneThatTheWriteHas() {
    MapBackend breaksAfterwards = new MapBackend() {
      @Override
      public synchronized void apply(List<Change> changes, long now) {
        super.apply(changes, now);
        throw new OutcomeUnknownException("The connection broke.", null);
      }
    };
    SecureStorage storage = new TestStorage().over(breaksAfterwards);
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> storage.write("k", Secret.of("v")))
        .satisfies(failure ->
            assertThat(storage.read("k").map(Entry::version)).isEqualTo(failure.attempted()));
  }

  @Test
  void aBackendThatKnowsThatNothingChangedSaysSo() {
    SecureStorage storage =
        failingWith(() -> new StorageUnavailableException("The disk is full.", null));
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> storage.write("k", Secret.of("v")))
        .withMessage("The disk is full.")
        .satisfies(failure -> assertThat(failure.attempted()).isEmpty());
  }

  @Test
  void aBackendThatGoesRoundInCirclesIsUnavailable() {
    MapBackend circling = new MapBackend() {
      @Override
      public synchronized RecordPage scan(ScanRequest request) {
        return RecordPage.of(List.of(), request.after().orElse(request.prefix()));
      }
    };
    SecureStorage storage = new TestStorage().over(circling);
    for (Runnable call :
        List.<Runnable>of(storage::list, storage::clear, () -> storage.purgeExpired(1))) {
      assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(call::run);
    }
  }

  @Test
  void whatAThirdPartySaysGoesNoFurtherWhereverItFails() {
    assertSilent(new MapBackend() {
      @Override
      public Set<Guarantee> guarantees() {
        throw new IllegalStateException(CANARY);
      }
    });
    assertSilent(new MapBackend() {
      @Override
      public void close() {
        throw new IllegalStateException(CANARY);
      }
    });
    assertSilent(new MapBackend() {
      @Override
      public synchronized void apply(List<Change> changes, long now) {
        throw FailingBackendTest.<RuntimeException>sneaky(new IOException(CANARY));
      }
    });
    assertSilent(new MapBackend() {
      @Override
      public synchronized void apply(List<Change> changes, long now) {
        throw new PreconditionFailedException(-1);
      }
    });
  }

  private static void assertSilent(MapBackend backend) {
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> {
          try (SecureStorage storage = new TestStorage().over(backend)) {
            storage.write("k", Secret.of("v"));
          }
        })
        .satisfies(failure -> {
          StringWriter trace = new StringWriter();
          failure.printStackTrace(new PrintWriter(trace));
          assertThat(trace.toString()).doesNotContain(CANARY);
        });
  }

  /** As other languages throw checked exceptions: without a word. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E sneaky(Exception checked) throws E {
    throw (E) checked;
  }
}
