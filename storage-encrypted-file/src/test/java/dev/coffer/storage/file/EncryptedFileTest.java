package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Entry;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a store as a whole: looked at, salvaged, compacted. */
class EncryptedFileTest {

  private static final int ENTRIES = 5;

  @TempDir
  Path directory;

  private Path log;

  @BeforeEach
  void write() {
    log = directory.resolve("store");
    try (SecureStorage storage = Stores.create(log)) {
      for (int i = 0; i < ENTRIES; i++) {
        storage.scoped("tenant").write("key" + i, Secret.of("first value"));
        storage.scoped("tenant").write("key" + i, value(i));
      }
    }
  }

  private static Secret value(int i) {
    return Secret.of("value " + i);
  }

  private static List<String> keys(SecureStorage storage) {
    return storage.readAll(ListOption.recursive()).items().stream()
        .map((Entry entry) -> entry.info().key())
        .sorted()
        .toList();
  }

  @Test
  void aSoundStoreIsInspectedWithoutAFinding() throws IOException {
    byte[] before = Files.readAllBytes(log);

    EncryptedFile.Inspection inspection = EncryptedFile.inspect(Stores.options(log));

    assertThat(inspection.findings()).isEmpty();
    assertThat(inspection.unfinished()).isEmpty();
    assertThat(inspection.records()).isEqualTo(ENTRIES);
    assertThat(inspection.deadBytes()).isGreaterThan(inspection.liveBytes());
    assertThat(log).hasBinaryContent(before);
  }

  @Test
  void anAppendThatWasCutOffIsReportedAndLeftInPlace() throws IOException {
    byte[] torn = Arrays.copyOf(Files.readAllBytes(log), (int) Files.size(log) - 5);
    Files.write(log, torn);

    EncryptedFile.Inspection inspection = EncryptedFile.inspect(Stores.options(log));

    assertThat(inspection.findings()).isEmpty();
    assertThat(inspection.unfinished())
        .hasValueSatisfying(found -> assertThat(found).contains("an append that was not finished"));
    assertThat(log).hasBinaryContent(torn);
  }

  @Test
  void compactingKeepsEveryEntryAndTellsHowMuchItGaveBack() {
    List<Long> done = new ArrayList<>();

    EncryptedFile.Compacted compacted =
        EncryptedFile.compact(Stores.options(log), (count, total) -> done.add(total * 100 + count));

    assertThat(compacted.records()).isEqualTo(ENTRIES);
    assertThat(compacted.bytesAfter()).isLessThan(compacted.bytesBefore() / 2 + 500);
    assertThat(log).hasSize(compacted.bytesAfter());
    assertThat(done).containsExactly(501L, 502L, 503L, 504L, 505L);
    assertThat(EncryptedFile.inspect(Stores.options(log)).findings()).isEmpty();
    try (SecureStorage storage = Stores.open(log)) {
      for (int i = 0; i < ENTRIES; i++) {
        assertThat(storage.scoped("tenant").read("key" + i).map(Entry::value)).contains(value(i));
      }
    }
  }

  @Test
  void whoHasTheStoreOpenFollowsACompaction() {
    try (SecureStorage storage = Stores.open(log);
        SecureStorage reader = Stores.openReadOnly(log)) {
      EncryptedFile.compact(Stores.options(log), Progress.NONE);

      storage.scoped("tenant").write("key0", Secret.of("after"));

      assertThat(reader.scoped("tenant").read("key0").map(Entry::value))
          .contains(Secret.of("after"));
      assertThat(keys(reader)).hasSize(ENTRIES);
    }
  }

  @Test
  void whatIsIntactIsSalvagedIntoANewStoreWithTheSameKeys() throws IOException {
    damageTheLastValue();
    byte[] damaged = Files.readAllBytes(log);
    Path to = directory.resolve("salvaged");

    EncryptedFile.Salvaged salvaged = EncryptedFile.salvage(Stores.options(log), to, Progress.NONE);

    assertThat(salvaged.copied()).isEqualTo(ENTRIES - 1);
    assertThat(salvaged.leftOut()).isOne();
    assertThat(salvaged.findings()).hasSize(1);
    assertThat(log).hasBinaryContent(damaged);
    Files.copy(Stores.key(log), Stores.key(to));
    try (SecureStorage storage = Stores.open(to)) {
      assertThat(keys(storage)).containsExactly("key0", "key1", "key2", "key3");
    }
  }

  @Test
  void nothingIsSalvagedIntoWhatIsThereOrCompactedWhileItIsDamaged() throws IOException {
    damageTheLastValue();

    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(
            () -> EncryptedFile.salvage(Stores.options(log), Stores.key(log), Progress.NONE))
        .withMessageContaining("new file");
    assertThatExceptionOfType(UnreadableStoreException.class)
        .isThrownBy(() -> EncryptedFile.compact(Stores.options(log), Progress.NONE));
  }

  private void damageTheLastValue() throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length - 60] ^= 1;
    Files.write(log, bytes);
  }
}
