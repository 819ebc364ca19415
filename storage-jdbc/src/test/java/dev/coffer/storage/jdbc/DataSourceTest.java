package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's data source is used as it is, and its connections go back as they came. */
class DataSourceTest {

  @TempDir
  Path directory;

  private HikariDataSource pool;

  @BeforeEach
  void openPool() {
    pool = new HikariDataSource();
    pool.setMaximumPoolSize(3);
    pool.setConnectionTimeout(2_000);
    pool.setJdbcUrl(H2.file(directory) + ";WRITE_DELAY=0");
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void connectionsGoBackAsTheyCame(boolean autoCommit) throws SQLException {
    StorageBackend backend = H2.over(pool);
    try (LentConnection lent = new LentConnection(pool)) {
      StorageBackend overLent = H2.open(H2.theirs(lent.source()));
      lent.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      lent.connection().setAutoCommit(autoCommit);

      callEverything(overLent);

      assertThat(lent.connection().getAutoCommit()).isEqualTo(autoCommit);
      assertThat(lent.connection().getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(lent.returned()).isEqualTo(lent.taken());
    }
    backend.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noConnectionIsLeaked(boolean autoCommit) {
    pool.setAutoCommit(autoCommit);
    StorageBackend backend = H2.over(pool);

    for (int round = 0; round < 20; round++) {
      callEverything(backend);
    }

    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    backend.close();
    assertThat(pool.isClosed()).isFalse();
  }

  @Test
  void whatIsWrittenIsCommittedWithAutoCommitOff() {
    pool.setAutoCommit(false);
    StorageBackend backend = H2.over(pool);

    H2.put(backend, 1);

    assertThat(H2.open(H2.file(directory) + ";WRITE_DELAY=0").get(H2.id(1))).isPresent();
  }

  @Test
  void connectionInSomebodysTransactionIsRefusedAndItsTransactionIsLeftAlone() throws SQLException {
    H2.over(pool).close();
    H2.sql(pool.getJdbcUrl(), "CREATE TABLE theirs (id INT)");
    try (LentConnection lent = new LentConnection(pool);
        Statement statement = lent.connection().createStatement()) {
      StorageBackend backend = H2.open(H2.theirs(lent.source()));
      lent.connection().setAutoCommit(false);
      statement.execute("INSERT INTO theirs VALUES (1)");

      assertThatThrownBy(() -> H2.put(backend, 1))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("somebody's transaction", "Nothing was changed");
      assertThatThrownBy(() -> backend.get(H2.id(1)))
          .isInstanceOf(StorageUnavailableException.class);

      lent.connection().rollback();
      assertThat(H2.column(pool.getJdbcUrl(), "SELECT id FROM theirs")).isEmpty();
      H2.put(backend, 1);
      assertThat(backend.get(H2.id(1))).isPresent();
      assertThat(lent.returned()).isEqualTo(lent.taken());
    }
  }

  @Test
  void durableIfTheUrlAsksForIt() {
    assertThat(H2.over(pool).guarantees()).containsExactly(Guarantee.DURABLE);
  }

  @Test
  void notDurableWithH2sDefaults() {
    HikariDataSource defaults = new HikariDataSource();
    defaults.setJdbcUrl("jdbc:h2:" + directory.resolve("defaults"));

    assertThat(H2.over(defaults).guarantees()).isEmpty();
    assertThat(H2.column(
            defaults.getJdbcUrl(),
            "SELECT setting_value FROM information_schema.settings"
                + " WHERE setting_name = 'WRITE_DELAY'"))
        .as("the application's setting stays")
        .containsOnly("500");
    defaults.close();
  }

  @Test
  void notDurableWhereTheUserMayNotSync() {
    H2.over(pool).close();
    H2.sql(
        pool.getJdbcUrl(),
        "CREATE USER clerk PASSWORD 'clerk'",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA public TO clerk");
    HikariDataSource clerk = new HikariDataSource();
    clerk.setJdbcUrl(H2.file(directory));
    clerk.setUsername("clerk");
    clerk.setPassword("clerk");

    StorageBackend backend = H2.open(H2.theirs(clerk));

    assertThat(backend.guarantees()).isEmpty();
    H2.put(backend, 1);
    assertThat(backend.get(H2.id(1))).isPresent();
    clerk.close();
  }

  @Test
  void anotherDatabaseIsRefusedByItsName() {
    DataSource oracle = Fakes.returning(
        DataSource.class,
        "getConnection",
        Fakes.returning(
            Connection.class,
            "getMetaData",
            Fakes.returning(DatabaseMetaData.class, "getDatabaseProductName", "Oracle")));

    assertThatThrownBy(() -> H2.over(oracle))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'Oracle'", "H2", "PostgreSQL", "MariaDB");
  }

  @Test
  void dataSourceThatGivesNoConnectionIsUnavailable() {
    pool.close();

    assertThatThrownBy(() -> H2.over(pool))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("no connection");
  }

  private static void callEverything(StorageBackend backend) {
    H2.put(backend, 1);
    backend.get(H2.id(1));
    backend.scan(ScanRequest.of(H2.id(1), 10));
    assertThatThrownBy(() ->
            backend.apply(List.of(Change.put(H2.record(1), Expectation.version(H2.version()))), 0))
        .isInstanceOf(PreconditionFailedException.class);
    backend.removeExpired(H2.id(1), 0, 10);
    backend.removePrefix(H2.id(1));
  }
}
