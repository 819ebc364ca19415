package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The partitioned table of docs/scaling.md on PostgreSQL, made by the statements there. */
class PartitionedTest {

  private static final int RECORDS = 500;

  private TestDatabase database;
  private StorageBackend backend;

  @BeforeEach
  void make() throws IOException {
    database = Server.POSTGRESQL.newDatabase();
    database.sql(ddl());
    backend = database.create();
  }

  @AfterEach
  void drop() {
    backend.close();
    database.close();
  }

  private static String ddl() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "scaling.md"));
    Matcher block = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  @Test
  void recordsAreSpreadOverAllPartsWithTheirIndexes() {
    fill();

    assertThat(database.column("SELECT DISTINCT tableoid::regclass FROM coffer_record"))
        .hasSize(16);
    assertThat(
            database.column("SELECT indexname FROM pg_indexes WHERE tablename = 'coffer_record_3'"))
        .hasSize(3);
  }

  @Test
  void listsAreInOrderAndWholeWithPagesOfAnySize() {
    List<RecordId> ids = fill();

    for (int limit : new int[] {7, 100, 1_000}) {
      List<RecordId> seen = new ArrayList<>();
      Optional<ScanRequest> request =
          Optional.of(ScanRequest.of(RecordId.ENTRIES, limit).withoutValues());
      while (request.isPresent()) {
        RecordPage page = backend.scan(request.get());
        page.records().forEach(record -> seen.add(record.id()));
        request = request.get().following(page);
      }
      assertThat(seen).isEqualTo(ids);
    }
  }

  @Test
  void everyKindOfWriteIsDecidedAsOnOneTable() {
    StoredRecord first = H2.record(1);
    backend.apply(List.of(Change.put(first, Expectation.ABSENT)), 0);
    StoredRecord second = H2.record(1);
    backend.apply(List.of(Change.put(second, Expectation.version(first.version()))), 0);
    backend.apply(List.of(H2.put(H2.record(2)), H2.put(H2.record(3)), H2.put(H2.record(4))), 0);
    StoredRecord expired =
        StoredRecord.builder(H2.id(5), H2.version()).expiresAt(10).build();
    backend.apply(List.of(H2.put(expired)), 0);
    StoredRecord renewed = H2.record(5);
    backend.apply(List.of(Change.put(renewed, Expectation.ABSENT)), 11);

    assertThat(backend.get(H2.id(1))).contains(second);
    assertThat(backend.get(H2.id(5))).contains(renewed);
    assertThat(backend.countByEpoch(RecordId.ENTRIES)).containsEntry(0, 5L);
    backend.removePrefix(RecordId.ENTRIES);
    assertThat(backend.countByEpoch(RecordId.ENTRIES)).isEmpty();
  }

  @Test
  void whatHasExpiredIsPurgedFromAllParts() {
    List<Change> changes = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      changes.add(H2.put(StoredRecord.builder(H2.id(number), H2.version())
          .expiresAt(10 + number % 2)
          .build()));
    }
    backend.apply(changes, 0);

    assertThat(backend.removeExpired(RecordId.ENTRIES, 10, 1_000)).isEqualTo(50);
    assertThat(backend.removeExpired(RecordId.ENTRIES, 11, 20)).isEqualTo(20);
    assertThat(backend.removeExpired(RecordId.ENTRIES, 11, 1_000)).isEqualTo(30);
  }

  @Test
  void aGetTouchesOnePartAlone() {
    fill();
    String store = HexFormat.of().formatHex(backend.storeId().orElseThrow());
    String id = HexFormat.of().formatHex(H2.id(7).toBytes());

    List<String> plan = database.column("EXPLAIN SELECT version FROM coffer_record"
        + " WHERE store_id = '\\x" + store + "' AND record_id = '\\x" + id + "'");

    assertThat(plan).filteredOn(line -> line.contains("coffer_record_")).hasSize(1);
  }

  private List<RecordId> fill() {
    List<RecordId> ids = new ArrayList<>();
    for (int first = 0; first < RECORDS; first += 100) {
      List<Change> changes = new ArrayList<>();
      for (int number = first; number < first + 100; number++) {
        changes.add(H2.put(H2.record(number)));
        ids.add(H2.id(number));
      }
      backend.apply(changes, 0);
    }
    return ids;
  }
}
