package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits share syncs, and none is acknowledged without one, or after one that failed. */
class GroupSyncTest {

  private static final int COMMITS = 6;

  @TempDir Path directory;

  @Test
  void commitsThatWaitShareOneSync() throws Exception {
    CountDownLatch firstIsRunning = new CountDownLatch(1);
    CountDownLatch othersWait = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    GroupSync group =
        new GroupSync(
            new H2Dialect(),
            connection -> {
              if (syncs.incrementAndGet() == 1) {
                firstIsRunning.countDown();
                await(othersWait);
              }
            });
    List<Thread> commits = new ArrayList<>();
    commits.add(start(group));
    firstIsRunning.await();
    for (int i = 1; i < COMMITS; i++) {
      commits.add(start(group));
    }
    while (group.waiting() < COMMITS - 1) {
      Thread.onSpinWait();
    }

    othersWait.countDown();
    for (Thread commit : commits) {
      commit.join();
    }

    assertThat(syncs).as("one for the first, one for all who came during it").hasValue(2);
  }

  @Test
  void syncThatFailsMakesTheOutcomeUnknownAndStopsWriting() {
    AtomicBoolean diskFails = new AtomicBoolean();
    StorageBackend backend = H2.over(failingSync(diskFails, "HY000"));
    H2.put(backend, 1);

    diskFails.set(true);
    assertThatThrownBy(() -> H2.put(backend, 2)).isInstanceOf(OutcomeUnknownException.class);
    diskFails.set(false);

    assertThatThrownBy(() -> H2.put(backend, 3))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("open the storage anew");
    assertThat(backend.get(H2.id(1))).isPresent();
    assertThat(backend.get(H2.id(3))).isEmpty();
  }

  @Test
  void connectionThatBreaksBeforeTheSyncMakesTheOutcomeUnknownAndNoMore() {
    AtomicBoolean breaks = new AtomicBoolean();
    StorageBackend backend = H2.over(failingSync(breaks, "08006"));

    breaks.set(true);
    assertThatThrownBy(() -> H2.put(backend, 1)).isInstanceOf(OutcomeUnknownException.class);
    breaks.set(false);

    H2.put(backend, 2);
    assertThat(backend.get(H2.id(2))).isPresent();
  }

  @Test
  void removalWhoseSyncFailsIsUnavailable() {
    AtomicBoolean diskFails = new AtomicBoolean();
    StorageBackend backend = H2.over(failingSync(diskFails, "HY000"));
    H2.put(backend, 1);

    diskFails.set(true);

    assertThatThrownBy(() -> backend.removePrefix(H2.id(1)))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("repeat");
  }

  private DataSource failingSync(AtomicBoolean fails, String sqlState) {
    DataSource real = H2.source(H2.file(directory) + ";WRITE_DELAY=0;DB_CLOSE_DELAY=1");
    return Fakes.over(
        DataSource.class,
        real,
        (method, call) ->
            Fakes.over(
                Connection.class,
                (Connection) call.run(),
                (called, rest) ->
                    called.equals("createStatement")
                        ? failing((Statement) rest.run(), fails, sqlState)
                        : rest.run()));
  }

  /** Fails where a sync comes: the one statement that is executed for nothing but its effect. */
  private static Statement failing(Statement real, AtomicBoolean fails, String sqlState) {
    return Fakes.over(
        Statement.class,
        real,
        (method, call) -> {
          if (method.equals("execute") && fails.get()) {
            throw new SQLException("not to be shown", sqlState);
          }
          return call.run();
        });
  }

  private static Thread start(GroupSync group) {
    Thread thread =
        new Thread(
            () -> {
              try {
                group.sync(Fakes.returning(Connection.class, "close", ""));
              } catch (SQLException failure) {
                throw new IllegalStateException(failure);
              }
            });
    thread.start();
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupt) {
      throw new IllegalStateException(interrupt);
    }
  }
}
