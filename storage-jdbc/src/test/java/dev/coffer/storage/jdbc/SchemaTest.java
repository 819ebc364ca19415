package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables keep to themselves, and a version that this release does not know is left alone. */
class SchemaTest {

  @TempDir
  Path directory;

  private String url;

  @BeforeEach
  void nameDatabase() {
    url = H2.file(directory);
  }

  @Test
  void historyIsOurOwnAndLeavesTheApplicationsAlone() {
    Flyway theirs =
        Flyway.configure().dataSource(url, "", "").locations("classpath:theirs").load();
    theirs.migrate();

    try (StorageBackend backend = H2.create(url)) {
      H2.put(backend, 1);
    }

    assertThat(theirs.migrate().migrationsExecuted).isZero();
    theirs.validate();
    assertThat(H2.column(url, "SELECT \"script\" FROM \"flyway_schema_history\""))
        .contains("V7__theirs.sql")
        .noneMatch(script -> script.contains("records"));
    assertThat(H2.column(
            url, "SELECT \"script\" FROM \"coffer_schema_history\" WHERE \"version\" = '1'"))
        .containsExactly("V1__records.sql");
  }

  @Test
  void versionThatIsNewerThanTheLibraryIsRefused() {
    H2.create(url).close();
    H2.sql(url, "UPDATE \"coffer_schema_history\" SET \"version\" = '2' WHERE \"version\" = '1'");

    assertThatThrownBy(() -> H2.create(url))
        .isInstanceOf(UnreadableStoreException.class)
        .hasMessageContainingAll("version 2", "up to 1", "newer release");
  }

  @Test
  void migrationThatFailedIsRefused() {
    H2.create(url).close();
    H2.sql(url, "UPDATE \"coffer_schema_history\" SET \"success\" = FALSE");

    assertThatThrownBy(() -> H2.create(url))
        .isInstanceOf(UnreadableStoreException.class)
        .hasMessageContaining("coffer_schema_history");
  }

  /** Whose scripts were edited before the first release. */
  @Test
  void tablesOfASnapshotAreRefusedAndCanBeCopied() {
    H2.create(url).close();
    H2.sql(url, "UPDATE \"coffer_schema_history\" SET \"checksum\" = 4711 WHERE \"version\" = '1'");

    for (String mode : List.of("migrate", "validate")) {
      assertThatThrownBy(() -> H2.open(url, "tables", mode))
          .isInstanceOf(UnreadableStoreException.class)
          .hasMessageContainingAll(
              "coffer_schema_history", "snapshot", "'table-prefix'", "coffer copy", "tables=none");
    }

    try (StorageBackend old = H2.open(url, "tables", "none");
        StorageBackend anew = H2.create(url, "table-prefix", "anew_")) {
      H2.put(old, 1);
      anew.apply(List.of(H2.put(old.get(H2.id(1)).orElseThrow())), 0);
      assertThat(anew.get(H2.id(1))).isEqualTo(old.get(H2.id(1)));
    }
  }

  @Test
  void historyOfSomethingElseIsRefused() {
    H2.create(url).close();
    H2.sql(url, "UPDATE \"coffer_schema_history\" SET \"version\" = '1.2' WHERE \"version\" = '1'");

    assertThatThrownBy(() -> H2.open(url)).isInstanceOf(UnreadableStoreException.class);
  }

  @Test
  void creationThatDiedHalfWayIsGoneOnWith() {
    H2.create(url).close();
    H2.sql(
        url,
        "DROP INDEX coffer_record_by_epoch",
        "DELETE FROM \"coffer_schema_history\" WHERE \"version\" = '1'");

    try (StorageBackend backend = H2.create(url)) {
      H2.put(backend, 1);
      assertThat(backend.get(H2.id(1))).isPresent();
    }
    assertThat(H2.column(
            url, "SELECT index_name FROM information_schema.indexes WHERE table_schema='PUBLIC'"))
        .contains("COFFER_RECORD_BY_EPOCH", "COFFER_RECORD_BY_EXPIRY");
  }

  @Test
  void everyPrimaryKeyBeginsWithTheStoreAndEveryTextIsBinary() {
    H2.create(url).close();

    assertThat(H2.column(
            url,
            "SELECT data_type FROM information_schema.columns"
                + " WHERE table_name IN ('COFFER_RECORD', 'COFFER_STORE')"))
        .containsOnly("BINARY VARYING", "BIGINT", "INTEGER");
    assertThat(H2.column(
            url,
            "SELECT k.column_name FROM information_schema.key_column_usage k"
                + " JOIN information_schema.table_constraints t USING (constraint_name)"
                + " WHERE t.constraint_type = 'PRIMARY KEY' AND k.ordinal_position = 1"
                + " AND t.table_name IN ('COFFER_RECORD', 'COFFER_STORE')"))
        .containsExactly("STORE_ID", "STORE_ID");
  }

  @Test
  void compatibilityModesOfTheApplicationMakeNoDifference() {
    for (String mode :
        new String[] {"PostgreSQL", "MySQL", "MariaDB", "Oracle", "MSSQLServer", "DB2"}) {
      String here = "jdbc:h2:" + directory.resolve(mode) + ";MODE=" + mode;
      try (StorageBackend backend = H2.create(here)) {
        H2.put(backend, 1);
        H2.put(backend, 1);
        assertThat(backend.removeExpired(H2.id(1), 0, 1)).isZero();
        backend.removePrefix(H2.id(1));
        assertThat(backend.get(H2.id(1))).isEmpty();
      }
    }
  }
}
