package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is open twice: each sees what the other has completed, and nothing that is not. */
class FollowingTest {

  @TempDir
  Path directory;

  private Path path;

  @BeforeEach
  void create() {
    path = Logs.create(directory, "log", 1);
  }

  @Test
  void eachReadSeesWhatAnotherHasCompleted() {
    try (SharedLog one = Logs.open(path);
        SharedLog other = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      for (int i = 0; i < 20; i++) {
        apply(one, put(1, "by one " + i));
        apply(other, put(2, "by other " + i));

        assertThat(value(other, 1)).contains("by one " + i);
        assertThat(value(one, 2)).contains("by other " + i);
        assertThat(value(reader, 1)).contains("by one " + i);
        assertThat(value(reader, 2)).contains("by other " + i);
      }
      apply(one, remove(2));
      assertThat(value(other, 2)).isEmpty();
      assertThat(value(reader, 2)).isEmpty();
    }
  }

  @Test
  void anAppendThatIsUnderWayIsPassedOverUntilItIsWhole() throws IOException {
    try (SharedLog writer = Logs.open(path)) {
      apply(writer, put(1, "old"));
    }
    byte[] before = Files.readAllBytes(path);
    try (SharedLog writer = Logs.open(path)) {
      apply(writer, put(1, "new"), put(2, "with it"));
    }
    byte[] after = Files.readAllBytes(path);
    Files.write(path, before);

    try (SharedLog reader = Logs.open(path);
        ReadOnlyLog readOnly = Logs.openReadOnly(path)) {
      for (int end = before.length; end < after.length; end++) {
        for (Log log : List.of(reader, readOnly)) {
          assertThat(value(log, 1)).as("%d bytes", end).contains("old");
          assertThat(value(log, 2)).as("%d bytes", end).isEmpty();
        }
        byte[] next = Arrays.copyOfRange(after, end, end + 1);
        Files.write(path, next, StandardOpenOption.APPEND);
      }
      for (Log log : List.of(reader, readOnly)) {
        assertThat(value(log, 1)).contains("new");
        assertThat(value(log, 2)).contains("with it");
      }
      assertThat(reader.cuts()).isEmpty();
    }
  }

  @Test
  void theNextWriterCutsWhatAnotherLeftUnfinished() throws IOException {
    try (SharedLog log = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      apply(log, put(1, "old"));
      byte[] magic = {(byte) 0xC0, (byte) 0xFF, (byte) 0xE5, (byte) 0xD7, 0, 0, 1};
      Files.write(path, magic, StandardOpenOption.APPEND);
      assertThat(value(log, 1)).contains("old");
      assertThat(log.cuts()).isEmpty();

      apply(log, put(1, "new"));

      assertThat(log.cuts()).hasSize(1);
      assertThat(value(log, 1)).contains("new");
      assertThat(value(reader, 1)).contains("new");
    }
  }

  @Test
  void aLogThatIsReplacedByAnotherIsReadAnew() throws IOException {
    Path next = directory.toRealPath().resolve("next");
    try (SharedLog log = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      apply(log, put(1, "in the old file"), put(2, "only there"));
      assertThat(value(reader, 2)).contains("only there");
      Path successor = Logs.create(directory, "successor", 2);
      try (SharedLog compacted = Logs.open(successor)) {
        apply(compacted, put(1, "in the new file"));
      }
      Files.move(successor, next);

      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);

      for (Log each : List.of(log, reader)) {
        assertThat(value(each, 1)).contains("in the new file");
        assertThat(value(each, 2)).isEmpty();
      }
      apply(log, put(3, "goes on"));
      assertThat(value(reader, 3)).contains("goes on");
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 3)).contains("goes on");
    }
  }

  @Test
  void aFrameThatItsWriterTookBackIsForgotten() throws IOException {
    try (SharedLog writer = Logs.open(path);
        SharedLog reader = Logs.open(path);
        ReadOnlyLog readOnly = Logs.openReadOnly(path)) {
      apply(writer, put(1, "kept"));
      byte[] kept = Files.readAllBytes(path);
      apply(writer, put(1, "seen and taken back, since the sync failed"));
      assertThat(value(reader, 1)).hasValueSatisfying(v -> assertThat(v).startsWith("seen"));
      assertThat(value(readOnly, 1)).hasValueSatisfying(v -> assertThat(v).startsWith("seen"));

      Files.write(path, kept);
      assertThat(value(reader, 1)).contains("kept");
      assertThat(value(readOnly, 1)).contains("kept");

      try (SharedLog third = Logs.open(path)) {
        apply(third, put(2, "in its place, and longer than what was taken back, by a good deal"));
      }
      for (Log log : List.of(writer, reader, readOnly)) {
        assertThat(value(log, 1)).contains("kept");
        assertThat(value(log, 2)).isPresent();
      }
    }
  }

  @Test
  void aFrameInThePlaceOfOneThatWasTakenBackIsNotTakenForIt() throws IOException {
    try (SharedLog reader = Logs.open(path)) {
      byte[] empty = Files.readAllBytes(path);
      apply(reader, put(1, "taken back"));
      Files.write(path, empty);
      try (SharedLog other = Logs.open(path)) {
        apply(other, put(1, "taken over"), put(2, "and more"));
      }

      assertThat(value(reader, 1)).contains("taken over");
      apply(reader, put(3, "goes on"));
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 1)).contains("taken over");
      assertThat(value(log, 3)).contains("goes on");
    }
  }

  /** What a failed sync was cut for must be forgotten, however long its successor is. */
  @Test
  void aFrameOfTheSameLengthInThePlaceOfOneThatWasTakenBackIsSeen() throws IOException {
    try (SharedLog reader = Logs.open(path);
        ReadOnlyLog readOnly = Logs.openReadOnly(path)) {
      for (String first : List.of("", "one frame before")) {
        if (!first.isEmpty()) {
          apply(reader, put(2, first));
        }
        byte[] before = Files.readAllBytes(path);
        try (SharedLog writer = Logs.open(path)) {
          apply(writer, put(1, "never acknowledged"));
        }
        long length = Files.size(path);
        for (Log log : List.of(reader, readOnly)) {
          assertThat(value(log, 1)).contains("never acknowledged");
        }

        Files.write(path, before);
        try (SharedLog other = Logs.open(path)) {
          apply(other, put(1, "acknowledged later"));
        }

        assertThat(path).hasSize(length);
        for (Log log : List.of(reader, readOnly)) {
          assertThat(value(log, 1)).contains("acknowledged later");
        }
      }
    }
  }

  @Test
  void noReaderOfTheWritersOwnLogSeesAWriteBeforeItIsSynced() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    try (SharedLog log = Logs.open(disk, path)) {
      apply(log, put(1, "old"));
      try (SharedLog other = Logs.open(path)) {
        apply(other, put(2, "by another"));
      }
      CountDownLatch looked = new CountDownLatch(1);
      CountDownLatch written = new CountDownLatch(1);
      CompletableFuture<Optional<String>> read = new CompletableFuture<>();
      // The reader finds the log longer than it knows, and is slow to read on.
      Thread reader = new Thread(() -> read.complete(value(log, 1)));
      disk.before("read", () -> {
        looked.countDown();
        awaitFor(written);
      });
      reader.start();
      looked.await();
      disk.before("sync", () -> {
        written.countDown();
        joinFor(reader);
      });

      apply(log, put(1, "new"));

      assertThat(read.get()).contains("old");
      assertThat(value(log, 1)).contains("new");
    }
  }

  private static void awaitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void joinFor(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void damageThatHappensWhileALogIsOpenIsNoAbsence() throws IOException {
    try (SharedLog log = Logs.open(path);
        SharedLog other = Logs.open(path)) {
      apply(other, put(1, "sound"));
      assertThat(value(log, 1)).contains("sound");
      apply(other, put(2, "damaged"));
      byte[] bytes = Files.readAllBytes(path);
      bytes[bytes.length - 30] ^= 1;
      Files.write(path, bytes);

      assertThatExceptionOfType(UnreadableStoreException.class).isThrownBy(() -> value(log, 2));
      assertThatExceptionOfType(UnreadableStoreException.class)
          .isThrownBy(() -> apply(log, put(3, "on top")));
      assertThat(path).hasBinaryContent(bytes);
    }
  }

  @Test
  void anotherStoresLogInThePlaceIsRefused() throws IOException {
    Path foreign = Logs.create(directory, "foreign", 2);
    try (SharedLog log = SharedLog.open(
        new LocalDisk(),
        foreign,
        logId -> new byte[32],
        StoreLock.of(foreign, Duration.ZERO),
        warning -> {})) {
      apply(log, put(1, "foreign"));
    }
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "own"));

      Files.move(foreign, path, StandardCopyOption.ATOMIC_MOVE);

      assertThatExceptionOfType(UnreadableStoreException.class).isThrownBy(() -> value(log, 1));
    }
  }

  @Test
  void aReadOnlyLogThatIsGoneIsUnavailable() throws IOException {
    try (ReadOnlyLog log = Logs.openReadOnly(path)) {
      Files.delete(path);

      assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> value(log, 1));
    }
  }
}
