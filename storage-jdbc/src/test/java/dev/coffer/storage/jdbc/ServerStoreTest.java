package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables, stores and connections on each server. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class ServerStoreTest {

  @Parameter
  Server server;

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = server.newDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void manyThatCreateAtOnceEndWithOneStore() throws Exception {
    int creators = 6;
    ExecutorService threads = Executors.newFixedThreadPool(creators);
    try {
      List<Callable<String>> creations = new ArrayList<>();
      for (int i = 0; i < creators; i++) {
        creations.add(() -> {
          try (StorageBackend backend = database.create("pool-size", "1")) {
            return HexFormat.of().formatHex(backend.storeId().orElseThrow());
          }
        });
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> creation : threads.invokeAll(creations)) {
        ids.add(creation.get());
      }
      assertThat(ids).hasSize(creators).containsOnly(ids.get(0));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void withoutCreateNothingIsMade() {
    assertThatThrownBy(() -> database.open())
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("no tables", "tables=migrate", "create=true");
    database.create().close();
    assertThatThrownBy(() -> database.open("store", "other"))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'other'", "create=true");
    database.open().close();
  }

  @Test
  void validatedTablesAreNeverMade() {
    assertThatThrownBy(() -> database.create("tables", "validate"))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("tables=migrate");
    assertThatThrownBy(() -> database.create("tables", "none"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("tables are not there");

    database.create().close();
    assertWorks(database.create("tables", "validate"));
    assertWorks(database.open("tables", "none"));
  }

  @Test
  void tablesHaveThePrefixTheyAreGiven() {
    assertWorks(database.create("table-prefix", "mine_"));

    assertThat(database.column("SELECT table_name FROM information_schema.tables"
            + " WHERE table_name LIKE 'mine%' ORDER BY table_name"))
        .containsExactly("mine_record", "mine_schema_history", "mine_schema_lock", "mine_store");
    assertThatThrownBy(() -> database.open()).isInstanceOf(StorageConfigurationException.class);
  }

  @Test
  void tablesLieInTheSchemaTheyAreGiven() {
    String schema = server == Server.POSTGRESQL ? "tokens" : database.name();
    if (server == Server.POSTGRESQL) {
      database.sql("CREATE SCHEMA tokens");
    }
    assertWorks(database.create("schema", schema));

    assertThat(database.column("SELECT table_schema FROM information_schema.tables"
            + " WHERE table_name LIKE 'coffer%'"))
        .hasSize(4)
        .containsOnly(schema);
    assertWorks(database.open("schema", schema));
  }

  @Test
  void tablesThatAnAdministratorMadeByHandAreAsGoodAsOurs() throws SQLException {
    String dialect = server.name().toLowerCase(Locale.ROOT);
    for (int round = 0; round < 2; round++) {
      String ddl = JdbcTables.ddl(dialect, "hand_").replaceAll("--[^\n]*", "");
      database.sql(ddl.split(";\\s*"));
      assertWorks(database.create("table-prefix", "hand_", "tables", "validate"));

      // Flyway takes what was noted by hand for its own.
      try (HikariDataSource pool = pool(true);
          Connection connection = pool.getConnection()) {
        new Schema(Dialect.of(connection), Tables.of("hand_", Optional.empty())).migrate(pool);
      }
      database.sql("DELETE FROM hand_schema_history"); // all of it may be repeated
    }
  }

  @Test
  void tablesOfANewerReleaseAreRefused() {
    database.create().close();
    database.sql("UPDATE coffer_schema_history SET version = '2' WHERE version = '1'");

    assertThatThrownBy(() -> database.create())
        .isInstanceOf(UnreadableStoreException.class)
        .hasMessageContainingAll("version 2", "newer release");
  }

  @Test
  void everyColumnIsBinaryOrANumber() {
    database.create().close();

    assertThat(database.column("SELECT DISTINCT data_type FROM information_schema.columns"
            + " WHERE table_name IN ('coffer_record', 'coffer_store') AND table_schema = "
            + (server == Server.POSTGRESQL ? "'public'" : "'" + database.name() + "'")))
        .isSubsetOf("bytea", "varbinary", "longblob", "bigint", "integer", "int");
  }

  @Test
  void serverIsDurableAndSharedAsItIsSet() {
    try (StorageBackend backend = database.create()) {
      assertThat(backend.guarantees())
          .containsExactlyInAnyOrder(Guarantee.DURABLE, Guarantee.SHARED);
    }
    if (server == Server.POSTGRESQL) {
      database.sql("ALTER ROLE " + database.name() + " SET synchronous_commit = off");
      try (StorageBackend backend = database.open()) {
        assertThat(backend.guarantees()).containsExactly(Guarantee.SHARED);
      }
    }
  }

  @Test
  void wrongPasswordAndMissingDatabaseAreSaidToBeThat() {
    assertThatThrownBy(() -> H2.open(database.options().with("user", "nobody_of_this_name")))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("'user', 'password'");
    assertThatThrownBy(() -> H2.open(
            database.options().with("url", database.url().replace(database.name(), "not_there"))))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageMatching("(?s).*(no database|refuses the user).*");
  }

  @Test
  void applicationsPoolIsUsedAsItIs() {
    try (HikariDataSource pool = pool(true)) {
      assertWorks(H2.over(pool));
    }
    try (HikariDataSource pool = pool(false)) {
      assertWorks(H2.over(pool));
    }
  }

  @Test
  void connectionInsideATransactionIsRefused() throws SQLException {
    database.create().close();
    try (HikariDataSource pool = pool(false);
        Connection theirs = pool.getConnection();
        var statement = theirs.createStatement()) {
      statement.execute("DELETE FROM coffer_record WHERE epoch = 7");
      statement.execute("INSERT INTO coffer_schema_lock (lock_id) VALUES (2)");

      assertThatThrownBy(() -> H2.open(StorageOptions.of("jdbc")
              .with(
                  JdbcProvider.DATA_SOURCE,
                  Fakes.over(
                      javax.sql.DataSource.class,
                      pool,
                      (method, call) -> Fakes.over(
                          Connection.class,
                          theirs,
                          (name, rest) -> name.equals("close") ? null : rest.run())))))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("middle of somebody's transaction", "Nothing was changed");
      theirs.rollback();
    }
  }

  @Test
  void batchOfOneKindNamesTheFirstThatIsRefusedAndChangesNothing() {
    try (StorageBackend backend = database.create()) {
      StoredRecord there = H2.record(3);
      backend.apply(List.of(H2.put(there)), 0);
      StoredRecord expired =
          StoredRecord.builder(H2.id(4), H2.version()).expiresAt(5).build();
      backend.apply(List.of(H2.put(expired)), 0);

      assertRefused(backend, 2, Expectation.ABSENT, 4, 9, 3, 8);
      assertRefused(backend, 1, Expectation.version(there.version()), 3, 9, 8, 4);
      StoredRecord renewed = H2.record(4);
      backend.apply(
          List.of(
              Change.put(renewed, Expectation.ABSENT),
              Change.put(H2.record(9), Expectation.ABSENT)),
          6);
      assertThat(backend.get(H2.id(4))).contains(renewed);
      assertThat(backend.get(H2.id(9))).isPresent();
    }
  }

  private static void assertRefused(
      StorageBackend backend, int index, Expectation expected, int... numbers) {
    List<Change> changes = Arrays.stream(numbers)
        .mapToObj(number -> Change.put(H2.record(number), expected))
        .toList();
    List<Optional<StoredRecord>> before =
        Arrays.stream(numbers).mapToObj(number -> backend.get(H2.id(number))).toList();

    assertThatThrownBy(() -> backend.apply(changes, 6))
        .isInstanceOfSatisfying(
            PreconditionFailedException.class,
            refused -> assertThat(refused.index()).isEqualTo(index));
    assertThat(Arrays.stream(numbers)
            .mapToObj(number -> backend.get(H2.id(number)))
            .toList())
        .isEqualTo(before);
  }

  private HikariDataSource pool(boolean autoCommit) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.name());
    pool.setPassword(database.password());
    pool.setAutoCommit(autoCommit);
    pool.setMaximumPoolSize(4);
    return pool;
  }

  private static void assertWorks(StorageBackend opened) {
    try (StorageBackend backend = opened) {
      H2.put(backend, 1);
      H2.put(backend, 1);
      backend.apply(List.of(H2.put(H2.record(2)), H2.put(H2.record(3))), 0);
      assertThat(backend.get(H2.id(1))).isPresent();
      assertThat(backend.removeExpired(H2.id(1), 0, 1)).isZero();
      backend.removePrefix(H2.id(1));
      assertThat(backend.get(H2.id(1))).isEqualTo(Optional.empty());
    }
  }
}
