package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is too much for one statement is done in several. */
@Tag("once")
class LargeStoreTest {

  private static final int RECORDS = 2_300;
  private static final int NEIGHBOUR = 0x0100_0000;
  private static final long EXPIRY = 1_000;
  private static final int EPOCHS = 3;

  private static final String URL = "jdbc:h2:mem:large";

  /** Of every record but the neighbour: the number's first byte is zero. */
  private static final RecordId PREFIX = RecordId.of(new byte[] {1, 0, 0});

  private StorageBackend backend;

  @BeforeEach
  void fill() {
    backend = H2.create(URL);
    for (int first = 0; first < RECORDS; first += Change.MAX_CHANGES) {
      List<Change> batch = new ArrayList<>();
      for (int number = first; number < first + Change.MAX_CHANGES; number++) {
        batch.add(H2.put(expiring(number)));
      }
      backend.apply(batch, 0);
    }
    backend.apply(List.of(H2.put(expiring(NEIGHBOUR))), 0);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void scanGivesEachRecordOnce() {
    List<RecordId> seen = new ArrayList<>();
    Optional<ScanRequest> request = Optional.of(ScanRequest.of(PREFIX, ScanRequest.MAX_LIMIT));
    while (request.isPresent()) {
      RecordPage page = backend.scan(request.get());
      page.records().forEach(record -> seen.add(record.id()));
      request = page.next().map(request.get()::after);
    }

    assertThat(seen).hasSize(RECORDS).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void removalTakesAllOfThePrefixAndNothingElse() {
    backend.removePrefix(PREFIX);

    assertThat(backend.scan(ScanRequest.of(PREFIX, 1)).records()).isEmpty();
    assertThat(backend.get(H2.id(NEIGHBOUR))).isPresent();
  }

  @Test
  void purgeKeepsToItsLimitAndCountsWhatItRemoved() {
    assertThat(backend.removeExpired(PREFIX, EXPIRY - 1, RECORDS)).isZero();
    assertThat(backend.removeExpired(PREFIX, EXPIRY, 1_500)).isEqualTo(1_500);
    assertThat(backend.removeExpired(PREFIX, EXPIRY, 1_500)).isEqualTo(RECORDS - 1_500);
    assertThat(backend.removeExpired(PREFIX, EXPIRY, 1_500)).isZero();
    assertThat(backend.get(H2.id(NEIGHBOUR))).isPresent();
  }

  @Test
  void countGoesEpochByEpochInSteps() throws SQLException {
    assertThat(new Parts(H2.source(URL), backend).count(500).below(PREFIX))
        .isEqualTo(Map.of(0, 767L, 1, 767L, 2, 766L))
        .isEqualTo(backend.countByEpoch(PREFIX));
  }

  @Test
  void aPageIsFoundByAnIndexAndNotBySortingAllThatIsBehindIt() {
    H2.sql(URL, "SET QUERY_STATISTICS TRUE");
    backend.scan(ScanRequest.of(PREFIX, 10));
    backend.removePrefix(PREFIX);

    List<String> ordered =
        H2.column(URL, "SELECT sql_statement FROM information_schema.query_statistics").stream()
            .filter(sql -> sql.contains("ORDER BY"))
            .toList();
    assertThat(ordered)
        .hasSize(2)
        .allSatisfy(sql -> assertThat(H2.column(URL, "EXPLAIN " + sql).toString())
            .endsWith("/* index sorted */]"));
  }

  private static StoredRecord expiring(int number) {
    return StoredRecord.builder(H2.id(number), H2.version())
        .expiresAt(EXPIRY)
        .epoch(number % EPOCHS)
        .build();
  }
}
