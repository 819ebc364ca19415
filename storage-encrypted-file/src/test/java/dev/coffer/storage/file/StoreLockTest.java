package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {

  @TempDir
  Path directory;

  private Path log;

  @BeforeEach
  void create() throws IOException {
    log = directory.toRealPath().resolve("log");
  }

  private StoreLock lock(Duration timeout) {
    return StoreLock.of(log, timeout);
  }

  @Test
  void onlyOneAtATimeHoldsIt() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean together = new AtomicBoolean();
    AtomicInteger turns = new AtomicInteger();
    StoreLock shared = lock(Duration.ofMinutes(1));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      // Half of the threads share an object, the others have one each.
      StoreLock lock = i % 2 == 0 ? shared : lock(Duration.ofMinutes(1));
      threads.add(new Thread(() -> {
        for (int turn = 0; turn < 50; turn++) {
          lock.acquire();
          together.compareAndSet(false, inside.incrementAndGet() > 1);
          turns.incrementAndGet();
          inside.decrementAndGet();
          lock.release();
        }
      }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(turns).hasValue(8 * 50);
    assertThat(together).isFalse();
  }

  @Test
  void whoWaitsInTheSameProcessGetsItAsSoonAsItIsFree() throws Exception {
    StoreLock holder = lock(Duration.ZERO);
    StoreLock waiter = lock(Duration.ofMinutes(1));
    holder.acquire();
    CountDownLatch acquired = new CountDownLatch(1);
    Thread thread = new Thread(() -> {
      waiter.acquire();
      acquired.countDown();
      waiter.release();
    });
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(acquired.getCount()).isOne();

    holder.release();

    acquired.await();
    thread.join();
  }

  @Test
  void aHolderThatIsNotHeardOfAgainIsAnErrorThatNamesTheLock() {
    StoreLock holder = lock(Duration.ZERO);
    StoreLock waiter = lock(Duration.ofMillis(20));
    holder.acquire();

    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(waiter::acquire)
        .withMessageContaining(log + ".lock")
        .withMessageContaining("20 ms")
        .withMessageContaining("this process");

    holder.release();
    waiter.acquire();
    waiter.release();
  }

  /** POSIX drops a process's locks on a file when it closes any descriptor of that file. */
  @Test
  void aWaiterThatGivesUpDoesNotTakeTheLockFromItsHolder() throws Exception {
    StoreLock holder = lock(Duration.ZERO);
    holder.acquire();
    try (StoreLock waiter = lock(Duration.ZERO)) {
      assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(waiter::acquire);
    }

    Process other = Children.start("try", log.toString());
    assertThat(Children.await(other)).containsExactly("not to be had");

    holder.release();
    Process another = Children.start("try", log.toString());
    assertThat(Children.await(another)).containsExactly("acquired");
  }

  @Test
  void theLockFileIsMadeForItsOwnerAloneAndStays() throws Exception {
    try (StoreLock lock = lock(Duration.ZERO)) {
      lock.acquire();
      lock.release();
    }

    Path file = StoreLock.fileOf(log);
    assertThat(file).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aPlaceWithoutRoomForALockFileIsUnavailable() {
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> StoreLock.of(log.resolve("below"), Duration.ZERO))
        .withMessageContaining(".lock");
  }
}
