package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a write when the disk fails in the middle of it. */
class DiskFaultTest {

  @TempDir
  Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private Path path;
  private byte[] before;

  @BeforeEach
  void writeOneFrame() throws Exception {
    path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "before"));
    }
    before = Files.readAllBytes(path);
  }

  @Test
  void aWriteIsSyncedOnceAndBeforeItReturns() {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.calls.clear();

      apply(log, put(1, "new"));

      assertThat(disk.calls)
          .filteredOn(call -> !call.equals("read") && !call.equals("identity"))
          .containsExactly("write", "sync");
    }
  }

  @Test
  void aFullDiskChangesNothingAndTheNextWriteGoesOn() {
    for (int written = 0; written < 150; written += 7) {
      disk.partial = written;
      try (SharedLog log = Logs.open(disk, path)) {
        disk.fail("write", 1);

        assertThatExceptionOfType(StorageUnavailableException.class)
            .isThrownBy(() -> apply(log, put(1, "lost"), put(2, "lost")))
            .withMessageContaining("nothing was changed")
            .satisfies(failure -> assertThat(failure.attempted()).isEmpty());

        assertThat(path).hasBinaryContent(before);
        assertThat(value(log, 1)).contains("before");
        apply(log, put(3, "after"));
        assertThat(value(log, 3)).contains("after");
        apply(log, remove(3));
      }
      try (SharedLog log = Logs.open(path)) {
        assertThat(value(log, 1)).contains("before");
        assertThat(value(log, 2)).isEmpty();
        assertThat(log.cuts()).isEmpty();
      }
      reset();
    }
  }

  @Test
  void anAppendThatCannotBeTakenBackHasAnUnknownOutcomeAndEndsAllWriting() {
    for (String second : new String[] {"truncate", "sync"}) {
      disk.partial = 40;
      try (SharedLog log = Logs.open(disk, path)) {
        disk.fail("write", 1).fail(second, 1);

        assertThatExceptionOfType(OutcomeUnknownException.class)
            .isThrownBy(() -> apply(log, put(1, "unknown")));

        assertRefusesToWrite(log);
      }
      try (SharedLog other = Logs.open(path)) {
        assertThat(value(other, 1)).contains("before");
      }
      reset();
    }
  }

  @Test
  void aFailedSyncHasAnUnknownOutcomeIsNotRetriedAndEndsAllWriting() {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.fail("sync", 1);

      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> apply(log, put(1, "unknown")))
          .withMessageContaining("could not be synced");

      disk.calls.clear();
      assertRefusesToWrite(log);
      assertThat(disk.calls).doesNotContain("sync", "write");
    }
  }

  @Test
  void whatAFailedSyncMayHaveLostIsNotBuiltOnByOthers() {
    try (SharedLog log = Logs.open(disk, path);
        SharedLog other = Logs.open(path)) {
      disk.fail("sync", 1);
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> apply(log, put(1, "unknown")));

      assertThat(path).hasBinaryContent(before);
      apply(other, put(2, "goes on"));

      assertThat(value(other, 1)).contains("before");
      assertThat(value(log, 2)).contains("goes on");
    }
  }

  @Test
  void aFailedSyncOfWhatAnotherLeftUnsyncedIsNoSuccess() {
    disk.fail("sync", 1);

    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> Logs.open(disk, path))
        .withMessageContaining("could not be synced");
  }

  @Test
  void aDiskThatTakesNoWriteAtOpeningIsReadAndWrittenToOnceItDoes() {
    disk.fail("write", 1);
    try (SharedLog log = Logs.open(disk, path)) {
      assertThat(value(log, 1)).contains("before");
      disk.fail("write", 1);
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> apply(log, put(2, "refused")))
          .withMessageContaining("nothing was changed");

      apply(log, put(2, "after"));
      assertThat(value(log, 2)).contains("after");
    }
  }

  @Test
  void aTornTailThatCannotBeCutIsNotBuiltOn() throws Exception {
    for (String call : new String[] {"truncate", "sync"}) {
      Files.write(path, Arrays.copyOf(before, before.length + 1));
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (FrameHead.MAGIC >>> 24)}), before.length);
      }
      disk.fail(call, 1);

      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> Logs.open(disk, path));

      try (SharedLog log = Logs.open(disk, path)) {
        assertThat(value(log, 1)).contains("before");
      }
    }
  }

  @Test
  void aFailedReadIsUnavailableAndNeverAnEmptyAnswer() {
    try (SharedLog log = Logs.open(disk, path);
        SharedLog other = Logs.open(path)) {
      disk.fail("identity", 1);
      assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> value(log, 1));

      apply(other, put(1, "by another"));
      disk.fail("read", 1);
      assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(() -> value(log, 1));

      assertThat(value(log, 1)).contains("by another");
    }
  }

  @Test
  void aLogThatWasDeletedIsUnavailableAndNotEmpty() throws Exception {
    try (SharedLog log = Logs.open(path)) {
      Files.delete(path);

      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> value(log, 1))
          .withMessageContaining(path.toString());
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> apply(log, put(1, "nowhere")));
      assertThat(path).doesNotExist();
    }
  }

  private void assertRefusesToWrite(SharedLog log) {
    assertThat(value(log, 1)).contains("before");
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> apply(log, put(2, "more")))
        .withMessageContaining("Nothing more is written");
    assertThat(value(log, 2)).isEmpty();
  }

  private void reset() {
    try {
      Files.write(path, before);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
