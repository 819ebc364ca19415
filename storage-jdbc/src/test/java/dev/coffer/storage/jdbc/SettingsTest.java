package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of one server that would harm what is stored, or that limit what it takes. */
class SettingsTest {

  @Test
  void readOnlyPostgresIsSaidToBe() {
    try (TestDatabase database = Server.POSTGRESQL.newDatabase()) {
      database.create().close();
      database.sql("ALTER ROLE " + database.name() + " SET default_transaction_read_only = on");
      try (StorageBackend backend = database.open()) {
        assertThat(backend.get(H2.id(1))).isEmpty();
        assertThatThrownBy(() -> H2.put(backend, 1))
            .isInstanceOf(StorageUnavailableException.class)
            .hasMessageContainingAll("read-only", "connect to the primary", "25006");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Server.LIKE_MARIADB)
  void sessionWithoutStrictModeIsRefused(Server server) {
    try (TestDatabase database = server.newDatabase()) {
      String lax = database.url() + "&sessionVariables=sql_mode=''";
      assertThatThrownBy(() -> H2.open(database.options().with("url", lax).with("create", "true")))
          .isInstanceOf(StorageConfigurationException.class)
          .hasMessageContainingAll("strict mode is off", "sql_mode");
    }
  }

  @ParameterizedTest
  @MethodSource(Server.LIKE_MARIADB)
  void batchThatIsLargerThanAPacketIsSaidToBe(Server server) {
    try (TestDatabase database = server.newDatabase()) {
      // The driver asks the server how much it takes, and may be told less.
      String small = database.url() + "&maxAllowedPacket=100000";
      try (StorageBackend backend =
          H2.open(database.options().with("url", small).with("create", "true"))) {
        List<Change> batch = new ArrayList<>();
        batch.add(H2.put(H2.record(1)));
        batch.add(H2.put(StoredRecord.builder(H2.id(2), H2.version())
            .value(new byte[200_000])
            .build()));

        for (List<Change> changes : List.of(batch, batch.subList(1, 2))) {
          assertThatThrownBy(() -> backend.apply(changes, 0))
              .isInstanceOf(StorageUnavailableException.class)
              .hasMessageContainingAll("changed nothing", "max_allowed_packet");
        }
        assertThat(backend.get(H2.id(1))).isEmpty();
        H2.put(backend, 1);
        assertThat(backend.get(H2.id(1))).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Server.LIKE_MARIADB)
  void collationOfTheDatabaseDecidesNothing(Server server) {
    try (TestDatabase database = server.newDatabase()) {
      database.sql(
          "ALTER DATABASE " + database.name() + " CHARACTER SET latin1 COLLATE latin1_general_ci");
      try (StorageBackend backend = database.create()) {
        List<StoredRecord> records = new ArrayList<>();
        for (String name : List.of("a", "A", "a ", "a\0", "\u00e4", "\u00c4")) {
          RecordId id = RecordId.of(("\1\2" + name).getBytes(StandardCharsets.UTF_8));
          records.add(StoredRecord.builder(id, H2.version()).build());
        }
        records.forEach(record -> backend.apply(List.of(H2.put(record)), 0));

        assertThat(records)
            .allSatisfy(record -> assertThat(backend.get(record.id())).contains(record));
        assertThat(backend.scan(ScanRequest.of(RecordId.ENTRIES, 100)).records())
            .hasSameSizeAs(records);
      }
    }
  }
}
