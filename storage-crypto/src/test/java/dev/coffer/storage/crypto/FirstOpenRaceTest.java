package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several that open a new store at once. */
class FirstOpenRaceTest {

  private final TinkSealerProvider provider = new TinkSealerProvider();
  private final StorageBackend shared = new MemoryBackend();

  @TempDir
  private Path directory;

  private StorageOptions create;

  @BeforeEach
  void nameTheKey() {
    create = StorageOptions.of("any")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("create", "true");
  }

  @RepeatedTest(20)
  void sixteenEndWithOneKeyringAndReadEachOther() throws Exception {
    List<RecordSealer> sealers = Race.of(16, () -> provider.open(create, shared));

    for (RecordSealer writer : sealers) {
      byte[] sealed = writer.seal(1, PLAINTEXT, BINDING);
      for (RecordSealer reader : sealers) {
        assertThat(reader.open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
        assertThat(reader.digest(BINDING)).isEqualTo(writer.digest(BINDING));
      }
    }
  }

  @Test
  void whoComesLastTakesTheWinnersKeyring() {
    TestBackend late = new TestBackend(shared);
    late.beforeApply(() -> provider.open(create, shared).close());

    RecordSealer loser = provider.open(create, late);

    assertThat(loser.digest(BINDING)).isEqualTo(provider.open(create, shared).digest(BINDING));
  }

  @Test
  void aCreatorThatComesBetweenTheTwoLooksIsFound() {
    TestBackend late = new TestBackend(shared);
    late.beforeScan(() -> {
      provider.open(create, shared).close();
      StoredRecord entry = StoredRecord.builder(
              RecordId.ENTRIES.append(new byte[17]), Version.of(new byte[16]))
          .build();
      shared.apply(List.of(Change.put(entry, Expectation.ABSENT)), 0);
    });

    RecordSealer found = provider.open(create, late);

    assertThat(found.digest(BINDING)).isEqualTo(provider.open(create, shared).digest(BINDING));
    assertThat(late.changes).isEmpty();
  }
}
