package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No call is half done or wrongly acknowledged because of what an application's source does. */
@Tag("once")
class UnreliableSourceTest {

  private static final int THERE = 9;

  @TempDir
  Path directory;

  private HikariDataSource pool;
  private final AtomicBoolean fails = new AtomicBoolean();

  @BeforeEach
  void openPool() {
    pool = new HikariDataSource();
    pool.setMaximumPoolSize(3);
    pool.setConnectionTimeout(2_000);
    pool.setJdbcUrl(H2.file(directory) + ";WRITE_DELAY=0");
    H2.over(pool).close();
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void oneConnectionForEverybodyIsRefused() throws SQLException {
    try (Connection one = pool.getConnection()) {
      DataSource shared = Fakes.over(DataSource.class, pool, (method, call) -> keptOpen(one));

      assertThatThrownBy(() -> H2.open(H2.theirs(shared)))
          .isInstanceOf(StorageConfigurationException.class)
          .hasMessageContainingAll("'data-source'", "same connection");
      assertThat(one.isClosed()).isFalse();
    }
  }

  @Test
  void leaseLeavesAloneWhatAnotherOneBegan() throws SQLException {
    try (Connection one = pool.getConnection();
        Statement statement = one.createStatement()) {
      DataSource shared = Fakes.over(DataSource.class, pool, (method, call) -> keptOpen(one));
      Lease reader = Lease.ofTheirs(shared, new H2Dialect());
      one.setAutoCommit(false);
      statement.execute("INSERT INTO coffer_store VALUES (X'" + "00".repeat(16) + "', X'61')");

      reader.close();

      assertThat(one.getAutoCommit()).isFalse();
      one.commit();
    }
    assertThat(H2.column(pool.getJdbcUrl(), "SELECT store_id FROM coffer_store"))
        .hasSize(2);
  }

  @Test
  void connectionThatStaysInAutoCommitModeIsRefusedAndNothingIsWritten() {
    StorageBackend backend = H2.open(H2.theirs(with("setAutoCommit", (method, call) -> null)));

    assertThatThrownBy(() -> backend.apply(refused(), 0))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContainingAll("auto-commit", "Nothing was changed");
    assertThat(backend.get(H2.id(1))).isEmpty();
  }

  @Test
  void batchWhoseRollbackFailsIsNeverCommittedByWhoeverComesNext() throws SQLException {
    StorageBackend backend = H2.open(H2.theirs(with("rollback", (method, call) -> {
      if (fails.getAndSet(false)) {
        throw new SQLException("not to be shown");
      }
      return call.run();
    })));
    H2.put(backend, THERE);

    fails.set(true);
    assertThatThrownBy(() -> backend.apply(refused(), 0))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(fails).isFalse();

    for (int i = 0; i < 5; i++) {
      H2.put(backend, 20 + i);
    }
    assertThat(backend.get(H2.id(1))).isEmpty();
    assertThat(backend.get(H2.id(20))).isPresent();
  }

  @Test
  void batchWhoseRollbackFailsIsGoneFromAPoolThatDoesNotRollBack() throws SQLException {
    try (LentConnection lent = new LentConnection(pool)) {
      StorageBackend backend =
          H2.open(H2.theirs(intercepted(lent.source(), "rollback", (m, call) -> {
            if (fails.getAndSet(false)) {
              throw new SQLException("not to be shown");
            }
            return call.run();
          })));
      H2.put(backend, THERE);

      fails.set(true);
      assertThatThrownBy(() -> backend.apply(refused(), 0))
          .isInstanceOf(PreconditionFailedException.class);

      assertThat(fails).isFalse();
      lent.connection().setAutoCommit(true); // which commits whatever is open
    }
    assertThat(H2.open(H2.theirs(pool)).get(H2.id(1))).isEmpty();
  }

  @Test
  void callThatIsDoneStaysDoneWhenItsConnectionFailsToClose() {
    StorageBackend backend = H2.open(H2.theirs(with("close", (method, call) -> {
      call.run();
      if (fails.get()) {
        throw new IllegalStateException("not to be shown");
      }
      return null;
    })));

    fails.set(true);

    assertThatCode(() -> H2.put(backend, 1)).doesNotThrowAnyException();
    assertThat(backend.get(H2.id(1))).isPresent();
    assertThatThrownBy(() ->
            backend.apply(List.of(Change.put(H2.record(1), Expectation.version(H2.version()))), 0))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void sourceThatFailsUncheckedChangesNothing() {
    StorageBackend backend = H2.open(H2.theirs(failing(new IllegalStateException("canary"))));

    fails.set(true);

    for (Runnable call : List.<Runnable>of(
        () -> H2.put(backend, 1),
        () -> backend.get(H2.id(1)),
        () -> H2.open(H2.theirs(failing(new IllegalStateException("canary")))))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("Nothing was changed")
          .hasStackTraceContaining("java.lang.IllegalStateException")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void sourceThatGivesNullChangesNothing() {
    StorageBackend backend = H2.open(H2.theirs(failing(null)));

    fails.set(true);

    assertThatThrownBy(() -> H2.put(backend, 1))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("Nothing was changed");
    assertThatThrownBy(() -> H2.open(H2.theirs(failing(null))))
        .isInstanceOf(StorageUnavailableException.class);
  }

  @Test
  void exhaustedPoolIsSaidToBeOne() throws SQLException {
    StorageBackend backend = H2.open(H2.theirs(pool));
    pool.setConnectionTimeout(250);
    try (Connection one = pool.getConnection();
        Connection two = pool.getConnection();
        Connection three = pool.getConnection()) {
      assertThat(List.of(one, two, three)).doesNotHaveDuplicates();

      assertThatThrownBy(() -> H2.put(backend, 1))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("no connection was to be had");
    }
  }

  @Test
  void thoseWhoOpenAtOnceDoNotStarveEachOther() throws Exception {
    try (HikariDataSource small = new HikariDataSource()) {
      small.setMaximumPoolSize(3);
      small.setConnectionTimeout(2_000);
      small.setJdbcUrl("jdbc:h2:" + directory.resolve("new") + ";WRITE_DELAY=0");

      List<StorageBackend> all = CreationTest.atOnce(6, () -> H2.over(small));

      H2.put(all.get(0), 1);
      assertThat(all).allSatisfy(backend -> assertThat(backend.get(H2.id(1))).isPresent());
    }
  }

  /** A batch of two, the second of which finds something else than it expects. */
  private static List<Change> refused() {
    return List.of(
        Change.put(H2.record(1), Expectation.ANY),
        Change.put(H2.record(THERE), Expectation.version(H2.version())));
  }

  private DataSource failing(RuntimeException failure) {
    return Fakes.over(DataSource.class, pool, (method, call) -> {
      if (!fails.get()) {
        return call.run();
      }
      if (failure == null) {
        return null;
      }
      throw failure;
    });
  }

  private static Connection keptOpen(Connection connection) {
    return Fakes.over(
        Connection.class, connection, (method, call) -> method.equals("close") ? null : call.run());
  }

  private DataSource with(String method, Fakes.Interception instead) {
    return intercepted(pool, method, instead);
  }

  private static DataSource intercepted(
      DataSource source, String method, Fakes.Interception instead) {
    return Fakes.over(
        DataSource.class,
        source,
        (called, call) -> Fakes.over(
            Connection.class,
            (Connection) call.run(),
            (name, rest) -> name.equals(method) ? instead.of(name, rest) : rest.run()));
  }
}
