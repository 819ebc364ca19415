package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.NOW;
import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.record;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who come while a sync is under way share the next one, and each has its own answer. */
class GroupCommitTest {

  @TempDir
  Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private final List<FutureTask<Void>> calls = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private Path path;

  @BeforeEach
  void create() {
    path = Logs.create(directory, "log", 1);
  }

  /** Lets all of the changes be asked for, in this order, while the sync of a first put runs. */
  private void whileOneIsSynced(SharedLog log, Change... changes) {
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    disk.before("sync", () -> {
      syncing.countDown();
      await(others);
    });
    start(log, put(100, "the first"));
    await(syncing);
    for (Change change : changes) {
      Thread next = start(log, change);
      while (next.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    others.countDown();
  }

  private Thread start(SharedLog log, Change change) {
    FutureTask<Void> call = new FutureTask<>(() -> log.apply(List.of(change), NOW), null);
    calls.add(call);
    Thread thread = new Thread(call);
    threads.add(thread);
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  /** What came of the n-th call; null where it returned. */
  private Throwable outcome(int call) throws InterruptedException {
    try {
      calls.get(call).get();
      return null;
    } catch (ExecutionException failed) {
      return failed.getCause();
    }
  }

  @Test
  void manyShareOneFrameAndOneSync() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.calls.clear();
      Change[] changes = new Change[20];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = put(i, "value " + i);
      }

      whileOneIsSynced(log, changes);

      for (int i = 0; i <= changes.length; i++) {
        assertThat(outcome(i)).isNull();
      }
      assertThat(disk.calls).filteredOn("sync"::equals).hasSize(2);
      assertThat(Logs.boundaries(path)).hasSize(3);
    }
    try (SharedLog log = Logs.open(path)) {
      for (int i = 0; i < 20; i++) {
        assertThat(value(log, i)).contains("value " + i);
      }
    }
  }

  @Test
  void eachIsJudgedOnWhatIsThereAfterThoseBeforeItAndRefusesItselfAlone() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      apply(log, put(2, "there"));
      whileOneIsSynced(
          log,
          Change.put(record(1, "a"), Expectation.ABSENT),
          Change.put(record(1, "b"), Expectation.ABSENT),
          Change.put(record(1, "c"), Expectation.version(record(1, "a").version())),
          remove(2),
          Change.put(record(2, "anew"), Expectation.ABSENT),
          remove(3));

      for (int i : new int[] {0, 1, 3, 4, 5, 6}) {
        assertThat(outcome(i)).as("call %d", i).isNull();
      }
      assertThat(outcome(2))
          .isInstanceOfSatisfying(
              PreconditionFailedException.class,
              refused -> assertThat(refused.index()).isZero());
      assertThat(value(log, 1)).contains("c");
      assertThat(value(log, 2)).contains("anew");
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 1)).contains("c");
      assertThat(value(log, 2)).contains("anew");
      assertThat(value(log, 3)).isEmpty();
    }
  }

  @Test
  void aFailedSyncIsUnknownToAllButThoseWhoWereRefused() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.fail("sync", 2);
      whileOneIsSynced(
          log, put(1, "a"), Change.put(record(1, "b"), Expectation.ABSENT), put(2, "c"));

      assertThat(outcome(0)).isNull();
      assertThat(outcome(1)).isInstanceOf(OutcomeUnknownException.class);
      assertThat(outcome(2)).isInstanceOf(StorageUnavailableException.class);
      assertThat(outcome(3)).isInstanceOf(OutcomeUnknownException.class).isNotSameAs(outcome(1));
      assertThat(value(log, 1)).isEmpty();
      assertThat(value(log, 100)).contains("the first");
    }
  }

  @Test
  void aFullDiskFailsTheGroupAndTheNextGoesOn() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.fail("write", 2);
      whileOneIsSynced(log, put(1, "a"), put(2, "b"));

      assertThat(outcome(1)).isInstanceOf(StorageUnavailableException.class);
      assertThat(outcome(2)).isInstanceOf(StorageUnavailableException.class);
      apply(log, put(3, "c"));
      assertThat(value(log, 1)).isEmpty();
      assertThat(value(log, 3)).contains("c");
    }
  }

  @Test
  void anInterruptedWaiterGetsItsWriteAndKeepsItsFlag() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      CountDownLatch syncing = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      disk.before("sync", () -> {
        syncing.countDown();
        await(interrupted);
      });
      start(log, put(1, "leads"));
      await(syncing);
      boolean[] flag = {false};
      Thread waiter = new Thread(() -> {
        apply(log, put(2, "waits"));
        flag[0] = Thread.currentThread().isInterrupted();
      });
      waiter.start();
      waiter.interrupt();
      interrupted.countDown();
      waiter.join();

      assertThat(outcome(0)).isNull();
      assertThat(flag[0]).isTrue();
      assertThat(value(log, 2)).contains("waits");
    }
  }

  @Test
  void roomIsMadeOnceThereAreManyAndIsNeverTakenForATornAppend() throws Exception {
    try (SharedLog log = Logs.open(disk, path)) {
      for (int i = 0; i < 40; i++) {
        apply(log, put(i, "value " + i));
      }
      assertThat(path.toFile().length()).isGreaterThan(LogAppender.ROOM);
      try (SharedLog other = Logs.open(path)) {
        assertThat(other.cuts()).isEmpty();
        apply(other, put(1, "by another"));
        assertThat(value(log, 1)).contains("by another");
        apply(log, put(2, "goes on"));
        assertThat(value(other, 2)).contains("goes on");
      }
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(log.cuts()).isEmpty();
      assertThat(value(log, 1)).contains("by another");
      assertThat(value(log, 39)).contains("value 39");
    }
  }
}
