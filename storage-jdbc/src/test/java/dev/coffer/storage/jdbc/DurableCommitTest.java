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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No commit is acknowledged without its sync, begun before the last one is synced, or made after a
 * sync that failed.
 */
class DurableCommitTest {

  private static final int WRITERS = 4;
  private static final int WRITES = 50;

  @TempDir
  Path directory;

  @Test
  void noCommitBeginsBeforeTheLastOneIsSynced() throws Exception {
    List<String> calls = Collections.synchronizedList(new ArrayList<>());
    StorageBackend backend = H2.over(listened(calls));
    calls.clear();

    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int first = i * WRITES;
      writers.add(new Thread(() -> {
        for (int n = first; n < first + WRITES; n++) {
          H2.put(backend, n);
        }
      }));
    }
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }

    List<String> expected = new ArrayList<>();
    for (int n = 0; n < WRITERS * WRITES; n++) {
      expected.addAll(List.of("commit", "sync"));
    }
    assertThat(calls).isEqualTo(expected);
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

  @ParameterizedTest
  @ValueSource(ints = {57014, 50200})
  void syncThatIsCancelledIsMadeUpForBeforeTheNextCommit(int code) {
    AtomicBoolean cancelled = new AtomicBoolean();
    StorageBackend backend = H2.over(failingSync(cancelled, "HYT00", code));

    cancelled.set(true);
    assertThatThrownBy(() -> H2.put(backend, 1)).isInstanceOf(OutcomeUnknownException.class);
    assertThatThrownBy(() -> H2.put(backend, 2))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("changed nothing");
    cancelled.set(false);

    assertThat(backend.get(H2.id(2))).isEmpty();
    H2.put(backend, 3);
    assertThat(backend.get(H2.id(3))).isPresent();
  }

  @Test
  void syncHasNoTimeLimitAndTheApplicationsIsPutBack() throws SQLException {
    List<Integer> limits = new ArrayList<>();
    try (LentConnection lent = new LentConnection(listening(limits));
        Statement statement = lent.connection().createStatement()) {
      H2.over(lent.source()).close();
      StorageBackend backend = H2.open(H2.theirs(lent.source()));
      statement.setQueryTimeout(7);
      limits.clear();

      H2.put(backend, 1);

      assertThat(limits).containsExactly(0);
      assertThat(statement.getQueryTimeout()).isEqualTo(7);
    }
  }

  /** Notes the limit that is in force when a sync comes. */
  private DataSource listening(List<Integer> limits) {
    DataSource real = H2.source(H2.file(directory) + ";WRITE_DELAY=0;DB_CLOSE_DELAY=1");
    return Fakes.over(
        DataSource.class,
        real,
        (method, call) -> Fakes.over(Connection.class, (Connection) call.run(), (called, rest) -> {
          Object answer = rest.run();
          if (!called.equals("createStatement")) {
            return answer;
          }
          Statement statement = (Statement) answer;
          return Fakes.over(Statement.class, statement, (name, run) -> {
            if (name.equals("execute")) {
              limits.add(statement.getQueryTimeout());
            }
            return run.run();
          });
        }));
  }

  @Test
  void writeDelayThatAnotherConnectionSetDoesNotStay() {
    String url = H2.file(directory);
    try (StorageBackend backend = H2.create(url)) {
      H2.put(backend, 1); // so that the pool has a connection, and begins none that sets it
      H2.sql(url, "SET WRITE_DELAY 500");

      H2.put(backend, 2);

      assertThat(H2.column(
              url,
              "SELECT setting_value FROM information_schema.settings"
                  + " WHERE setting_name = 'WRITE_DELAY'"))
          .containsOnly("0");
    }
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
    return failingSync(fails, sqlState, 0);
  }

  private DataSource failingSync(AtomicBoolean fails, String sqlState, int code) {
    DataSource real = H2.source(H2.file(directory) + ";WRITE_DELAY=0;DB_CLOSE_DELAY=1");
    return Fakes.over(
        DataSource.class,
        real,
        (method, call) -> Fakes.over(
            Connection.class,
            (Connection) call.run(),
            (called, rest) -> called.equals("createStatement")
                ? failing((Statement) rest.run(), fails, sqlState, code)
                : rest.run()));
  }

  /** Fails where a sync comes: the one statement that is executed for nothing but its effect. */
  private static Statement failing(Statement real, AtomicBoolean fails, String sqlState, int code) {
    return Fakes.over(Statement.class, real, (method, call) -> {
      if (method.equals("execute") && fails.get()) {
        throw new SQLException("not to be shown", sqlState, code);
      }
      return call.run();
    });
  }

  private DataSource listened(List<String> calls) {
    DataSource real = H2.source(H2.file(directory) + ";WRITE_DELAY=0;DB_CLOSE_DELAY=1");
    return Fakes.over(
        DataSource.class,
        real,
        (method, call) -> Fakes.over(Connection.class, (Connection) call.run(), (called, rest) -> {
          if (called.equals("commit")) {
            calls.add("commit");
          }
          return called.equals("createStatement")
              ? listened((Statement) rest.run(), calls)
              : rest.run();
        }));
  }

  private static Statement listened(Statement real, List<String> calls) {
    return Fakes.over(Statement.class, real, (method, call) -> {
      Object result = call.run();
      if (method.equals("execute")) {
        calls.add("sync");
      }
      return result;
    });
  }
}
