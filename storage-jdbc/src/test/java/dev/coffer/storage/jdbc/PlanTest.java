package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How servers carry out statements over many rows, with and without statistics of the table. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class PlanTest {

  private static final int ROWS = 20_000;
  private static final int STEP = 3_000;
  private static final long NOW = 1_000_000;

  @Parameter
  Server server;

  private TestDatabase database;
  private StorageBackend backend;
  private HikariDataSource pool;
  private Explained explained;
  private Parts parts;

  @BeforeEach
  void fill() throws SQLException {
    database = server.newDatabase();
    backend = database.create();
    if (server == Server.POSTGRESQL) { // which else takes statistics when it likes
      database.sql("ALTER TABLE coffer_record SET (autovacuum_enabled = false)");
    }
    pool = Parts.pool(database);
    Connection connection = pool.getConnection();
    explained = new Explained(connection);
    parts = new Parts(lending(), backend);
  }

  private DataSource lending() {
    return Fakes.over(
        DataSource.class,
        pool,
        (method, call) -> Fakes.over(
            Connection.class,
            explained.connection(),
            (called, rest) -> called.equals("close") ? null : rest.run()));
  }

  @AfterEach
  void close() {
    pool.close();
    backend.close();
    database.close();
  }

  @Test
  void expiredRowsAreFoundByTheirExpiryAndRemovedByTheirKey() {
    database.fill(ROWS, "0", NOW + " - 10 + MOD(n, 15)");
    for (int round = 0; round < 2; round++) {
      int removed = parts.purge(System::nanoTime).remove(RecordId.ENTRIES, NOW, 1_000);

      assertThat(removed).isEqualTo(1_000);
      List<String> plans = explained.plans();
      assertThat(plans.get(0)).contains("by_expiry");
      assertByKey(plans.subList(1, plans.size()));
      if (server != Server.POSTGRESQL
          || round == 1) { // PostgreSQL takes rows it does not know for few
        assertThat(plans.get(0)).doesNotContainIgnoringCase("sort");
      }
      database.sql("ANALYZE " + (server == Server.POSTGRESQL ? "" : "TABLE ") + "coffer_record");
    }
  }

  /**
   * For which MariaDB takes one from which most was removed, while its indexes are full of that.
   * PostgreSQL counts pages, and goes through a small table if it is one.
   */
  @Test
  void mariaDbRemovesThemByTheirKeyFromASmallTableToo() {
    database.fill(36, "0", "1");

    assertThat(parts.purge(System::nanoTime).remove(RecordId.ENTRIES, NOW, 30)).isEqualTo(30);
    List<String> plans = explained.plans();
    assertThat(plans).hasSize(2);
    assertThat(plans.get(1))
        .contains(server != Server.POSTGRESQL ? "PRIMARY" : "coffer_record")
        .doesNotContain("by_expiry");
  }

  private static void assertByKey(List<String> removals) {
    assertThat(removals)
        .isNotEmpty()
        .allSatisfy(plan -> assertThat(plan)
            .containsAnyOf("coffer_record_key", "PRIMARY")
            .doesNotContain("by_expiry"));
  }

  @Test
  void manyAreCountedAlongTheIndexOfEpochsInSteps() {
    database.fill(ROWS, "CASE WHEN n <= 10 THEN 4 ELSE MOD(n, 2) END", "9223372036854775807");
    for (int round = 0; round < 2; round++) {
      Map<Integer, Long> counts = parts.count(STEP).below(RecordId.ENTRIES);

      assertThat(counts).isEqualTo(Map.of(0, 9_995L, 1, 9_995L, 4, 10L));
      List<String> plans = explained.plans();
      assertThat(plans).hasSize(17);
      assertThat(plans.subList(1, 17)).allSatisfy(plan -> assertThat(plan).contains("by_epoch"));
      database.sql("ANALYZE " + (server == Server.POSTGRESQL ? "" : "TABLE ") + "coffer_record");
    }
  }

  @Test
  void fewAreCountedByOneStatement() {
    database.fill(STEP - 1, "MOD(n, 2)", "9223372036854775807");

    assertThat(parts.count(STEP).below(RecordId.ENTRIES)).isEqualTo(Map.of(0, 1_499L, 1, 1_500L));
    assertThat(explained.plans()).hasSize(1);
    assertThat(parts.count(STEP).below(RecordId.of(new byte[] {2}))).isEmpty();
  }
}
