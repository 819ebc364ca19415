package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Entry;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.crypto.Passphrase;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose keyring somebody has deleted, and the export that brings it back. */
@Tag("once")
class LostKeyringTest {

  private static final char[] RECOVERY = "correct horse battery staple".toCharArray();

  @TempDir
  private Path folder;

  private StorageOptions options;
  private Path export;

  @BeforeEach
  void makeAStoreAndExportItsKeyring() throws IOException {
    export = folder.resolve("coffer.export");
    options = store("first");
    write("key", "kept");
    try (KeyAdministration keys = KeyAdministration.open(options);
        MasterKey recovery = MasterKeyOptions.openOrCreate(StorageOptions.of("any")
            .with("master-key", "passphrase")
            .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(RECOVERY.clone())))) {
      keys.export(export, recovery);
    }
  }

  private StorageOptions store(String name) throws IOException {
    return Places.JDBC.options(Files.createDirectories(folder.resolve(name)));
  }

  private StorageOptions recovering(StorageOptions store) {
    return store
        .with("master-key", "export:" + export)
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(RECOVERY.clone()));
  }

  @Test
  void itIsPutBackAndTheOldMasterKeyOpensItAgain() {
    loseKeyring(options);
    assertThatThrownBy(this::read)
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("its keyring is missing");

    try (KeyAdministration keys = KeyAdministration.restore(recovering(options))) {
      assertThat(keys.status().generation()).isEqualTo(1);
    }

    assertThat(read()).isEqualTo("kept");
    write("key", "written");
    assertThat(read()).isEqualTo("written");
  }

  @Test
  void withoutTheOldMasterKeyAnotherOneGetsASlot() throws Exception {
    loseKeyring(options);
    Files.delete(folder.resolve("first/master.key"));
    options = options.with("master-key", "file:" + folder.resolve("new.key"));

    try (KeyAdministration keys = KeyAdministration.restore(recovering(options));
        MasterKey added = MasterKeyOptions.openOrCreate(options)) {
      assertThat(keys.addSlot(added)).isEqualTo(2);
    }

    assertThat(read()).isEqualTo("kept");
  }

  @Test
  void oneThatIsThereStays() {
    rotate();

    try (KeyAdministration keys = KeyAdministration.restore(recovering(options))) {
      assertThat(keys.status().generation()).isEqualTo(2);
    }

    assertThat(read()).isEqualTo("kept");
  }

  @Test
  void whatALaterEpochHasSealedIsCountedAndUnreadable() {
    rotate();
    write("later", "lost");
    loseKeyring(options);

    try (KeyAdministration keys = KeyAdministration.restore(recovering(options))) {
      assertThat(keys.status().strayRecords()).isEqualTo(1);
    }

    assertThat(read()).isEqualTo("kept");
    try (SecureStorage storage = SecureStorage.open(options)) {
      assertThatThrownBy(() -> storage.read("later")).isInstanceOf(UnreadableEntryException.class);
    }
  }

  @Test
  void noOtherStoreTakesIt() throws Exception {
    StorageOptions other = store("second");
    SecureStorage.open(other).close();
    loseKeyring(other);

    assertThatThrownBy(() -> KeyAdministration.restore(recovering(other)))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("of another store");

    try (StorageBackend backend = other.openBackend()) {
      assertThat(backend.get(RecordId.KEYRING)).isEmpty();
    }
  }

  @Test
  void onlyAnExportPutsItBack() {
    loseKeyring(options);

    assertThatThrownBy(() -> KeyAdministration.restore(options))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("restored from an export");

    assertThatThrownBy(this::read).isInstanceOf(KeyUnavailableException.class);
  }

  private void rotate() {
    try (KeyAdministration keys = KeyAdministration.open(options).propagation(Duration.ZERO)) {
      assertThat(keys.rotate().isActive()).isTrue();
    }
  }

  private static void loseKeyring(StorageOptions store) {
    try (StorageBackend backend = store.openBackend()) {
      assertThat(backend.get(RecordId.KEYRING)).isPresent();
      backend.apply(List.of(Change.remove(RecordId.KEYRING, Expectation.ANY)), 0);
    }
  }

  private void write(String key, String value) {
    try (SecureStorage storage = SecureStorage.open(options)) {
      storage.write(key, Secret.of(value));
    }
  }

  private String read() {
    try (SecureStorage storage = SecureStorage.open(options)) {
      return storage.read("key").map(Entry::value).map(Secret::revealString).orElse("absent");
    }
  }
}
