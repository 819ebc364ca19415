package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageUnavailableException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

  /** The collector closes what is garbage, and a descriptor that it closes drops the lock, too. */
  @Test
  void aWaiterThatGaveUpAndIsCollectedDoesNotTakeTheLockFromItsHolder() throws Exception {
    StoreLock holder = lock(Duration.ZERO);
    holder.acquire();
    for (int i = 0; i < 3; i++) {
      awaitCollection(waiterThatGaveUp());
    }

    Process other = Children.start("try", log.toString());
    assertThat(Children.await(other)).containsExactly("not to be had");

    holder.release();
    Process another = Children.start("try", log.toString());
    assertThat(Children.await(another)).containsExactly("acquired");
  }

  @Test
  void attemptsThatFailLeaveNoMoreThanOneDescriptorAndThatGoesWithTheHolder() throws Exception {
    StoreLock holder = lock(Duration.ZERO);
    holder.acquire();
    for (int i = 0; i < 20; i++) {
      waiterThatGaveUp();
    }
    assertThat(descriptors(StoreLock.fileOf(log))).isLessThanOrEqualTo(2);

    holder.release();
    assertThat(lingering()).isEmpty();
    assertThat(descriptors(StoreLock.fileOf(log))).isZero();
  }

  /** In a method of its own, so that no frame of the test keeps it. */
  private WeakReference<StoreLock> waiterThatGaveUp() {
    StoreLock waiter = lock(Duration.ZERO);
    assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(waiter::acquire);
    return new WeakReference<>(waiter);
  }

  private void awaitCollection(WeakReference<?> garbage) throws IOException {
    while (!garbage.refersTo(null)) {
      System.gc();
    }
    // A channel that is lost now is closed behind what was garbage before, by the same cleaner.
    Path canary = Files.createTempFile(log.getParent(), "canary", null).toRealPath();
    FileChannel.open(canary, StandardOpenOption.READ);
    while (descriptors(canary) > 0) {
      System.gc();
    }
  }

  private static List<Thread> lingering() throws InterruptedException {
    List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("coffer-lock-closer"))
        .toList();
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }

  /** How many descriptors of a file this process has. */
  private static long descriptors(Path file) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(each -> leadsTo(each, file)).count();
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException closedMeanwhile) {
      return false;
    }
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
