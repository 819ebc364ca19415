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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log is written anew while it is read and written, and nobody misses anything. */
class CompactionTest {

  private static final int SLACK = 20_000;

  @TempDir
  Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Path path;

  @BeforeEach
  void create() {
    path = Logs.create(directory, "log", 1);
  }

  private SharedLog open() {
    return SharedLog.open(
        disk,
        path,
        Logs.MAC_KEYS,
        StoreLock.of(path, Duration.ofSeconds(30)),
        warnings::add,
        new SharedLog.Tuning(System::nanoTime, SLACK));
  }

  private static String text(int i) {
    return ("value " + i + " ").repeat(20);
  }

  @Test
  void theFileStaysBelowTwiceItsRecordsAndAConstant() throws IOException {
    try (SharedLog log = open()) {
      for (int i = 0; i < 3_000; i++) {
        apply(log, put(i % 10, text(i)));
      }
    }
    try (SharedLog log = Logs.open(path)) {
      for (int i = 0; i < 10; i++) {
        assertThat(value(log, i)).contains(text(2_990 + i));
      }
      // What came while the last one was copied is on top, and that depends on the machine.
      assertThat(log.current().end()).isLessThan(3_000L * 300);
    }
    assertThat(disk.calls).contains("replace");
    assertThat(Drafts.beside(path)).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatIsWrittenWhileItIsCopiedIsThereAfterwards() {
    try (SharedLog log = Logs.open(disk, path);
        SharedLog other = Logs.open(path)) {
      for (int i = 0; i < 100; i++) {
        apply(log, put(i, text(i)));
      }
      disk.before("create", () -> {
        apply(log, put(1, "before the copy"));
        disk.before("write", () -> {
          apply(log, put(2, "by the same"), remove(3));
          apply(other, put(4, "by another"), put(100, "new"));
        });
      });

      log.compact(Progress.NONE);

      for (Log each : List.of(log, other)) {
        assertThat(value(each, 1)).contains("before the copy");
        assertThat(value(each, 2)).contains("by the same");
        assertThat(value(each, 3)).isEmpty();
        assertThat(value(each, 4)).contains("by another");
        assertThat(value(each, 5)).contains(text(5));
        assertThat(value(each, 100)).contains("new");
      }
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 4)).contains("by another");
      assertThat(value(log, 3)).isEmpty();
      assertThat(log.current().deadBytes()).isLessThan(4_000);
    }
  }

  /** Without the clock that always says it is time to look. */
  @Test
  void whoDoesNotAskWhatThePathLeadsToIsToldOfTheMove() {
    try (SharedLog log = open();
        SharedLog other = SharedLog.open(
            new LocalDisk(),
            path,
            Logs.MAC_KEYS,
            StoreLock.of(path, Duration.ofSeconds(30)),
            warnings::add,
            new SharedLog.Tuning(() -> 0, SLACK));
        ReadOnlyLog reader =
            ReadOnlyLog.open(new LocalDisk(), path, Logs.MAC_KEYS, warnings::add, () -> 0)) {
      apply(log, put(1, "old"));
      assertThat(value(other, 1)).contains("old");
      assertThat(value(reader, 1)).contains("old");

      log.compact(Progress.NONE);
      apply(other, put(2, "written there, too"));
      apply(log, put(1, "in the new file"));

      assertThat(value(log, 2)).contains("written there, too");
      assertThat(value(other, 1)).contains("in the new file");
      assertThat(value(reader, 1)).contains("in the new file");
    }
  }

  @Test
  void whereThereIsNoRoomToTellOfTheMoveTheLockIsKeptUntilAllHaveLooked() {
    try (SharedLog log = open()) {
      apply(log, put(1, "kept"));
      disk.calls.clear();
      log.compact(Progress.NONE);
      // The last write of a rewriting is the one that tells.
      int writes = Collections.frequency(disk.calls, "write");
      disk.fail("write", writes);
      AtomicLong moved = new AtomicLong();
      disk.before("replace", () -> moved.set(System.nanoTime()));

      Thread.currentThread().interrupt();
      log.compact(Progress.NONE);

      assertThat(Thread.interrupted()).as("the interrupt").isTrue();
      assertThat(System.nanoTime() - moved.get())
          .isGreaterThanOrEqualTo(2 * Lookout.LOOK_AFTER.toNanos());
      assertThat(value(log, 1)).contains("kept");
    }
  }

  @Test
  void aMoveThatDidNotHappenIsNothing() throws IOException {
    try (SharedLog log = open();
        SharedLog other = Logs.open(path)) {
      apply(log, put(1, "before"));
      disk.fail("replace", 1);
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> log.compact(Progress.NONE))
          .withMessageContaining("nothing was changed");

      assertThat(value(other, 1)).contains("before");
      apply(other, put(1, "after"));
      assertThat(value(log, 1)).contains("after");
      log.compact(Progress.NONE);
      assertThat(value(other, 1)).contains("after");
    }
    assertThat(Drafts.beside(path)).isEmpty();
  }

  @Test
  void aFileThatCouldNotBeSyncedIsWrittenToAgainWhenItIsAnotherOne() {
    try (SharedLog log = open()) {
      apply(log, put(1, "acknowledged"));
      disk.fail("sync", 1);
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> apply(log, put(1, "unknown")));
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> apply(log, put(2, "refused")));

      log.compact(Progress.NONE);

      apply(log, put(2, "written"));
      assertThat(value(log, 1)).contains("acknowledged");
      assertThat(value(log, 2)).contains("written");
    }
    try (SharedLog log = open()) {
      assertThat(value(log, 1)).contains("acknowledged");
      assertThat(value(log, 2)).contains("written");
    }
  }

  @Test
  void aNameThatCouldNotBeSyncedIsWrittenToAgainWhenItIsAnotherFile() {
    try (SharedLog log = open()) {
      apply(log, put(1, "acknowledged"));
      disk.fail("sync-directory", 1);
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> log.compact(Progress.NONE));
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> apply(log, put(2, "refused")));

      log.compact(Progress.NONE);

      apply(log, put(2, "written"));
      assertThat(value(log, 1)).contains("acknowledged");
    }
  }

  @Test
  void whatAnotherThatDiedHasLeftOfADraftIsRemoved() throws IOException {
    Path orphan = directory.toRealPath().resolve("log." + "0123456789abcdef".repeat(2) + ".new");
    Files.write(orphan, new byte[100]);
    try (SharedLog log = open()) {
      apply(log, put(1, "kept"));

      log.compact(Progress.NONE);

      assertThat(value(log, 1)).contains("kept");
    }
    assertThat(orphan).doesNotExist();
  }

  @Test
  void nothingIsSaidWhereAnotherWritesTheLogAnewAlready() {
    try (StoreLock turn = StoreLock.of(LogRewrite.turnOf(path), Duration.ofSeconds(30));
        SharedLog log = open()) {
      turn.acquire();
      long dead = 0;
      for (int i = 0; dead < 20 * SLACK; i++) {
        apply(log, put(1, text(i)));
        dead = log.current().deadBytes();
      }
      turn.release();
      for (int i = 0; log.current().deadBytes() >= dead; i++) {
        apply(log, put(1, text(i)));
        assertThat(i).as("writes without a compaction").isLessThan(100_000);
      }
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFailureInTheBackgroundIsWarnedOfAndHarmsNobody() throws IOException {
    try (SharedLog log = open()) {
      disk.fail("create", 1);
      for (int i = 0; warnings.isEmpty(); i++) {
        apply(log, put(1, text(i)));
        assertThat(i).as("writes without a compaction").isLessThan(100_000);
      }
      assertThat(warnings.get(0)).startsWith("The log was not compacted");
      apply(log, put(1, "goes on"));
      assertThat(value(log, 1)).contains("goes on");
    }
  }
}
