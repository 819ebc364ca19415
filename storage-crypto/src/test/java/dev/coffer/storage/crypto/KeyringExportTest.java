package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A keyring that was exported under a recovery passphrase, and the store without its master key.
 */
class KeyringExportTest {

  private static final String PASSPHRASE = "correct horse battery staple";

  private final TinkSealerProvider provider = new TinkSealerProvider();
  private final MemoryBackend shared = new MemoryBackend();
  private final TestBackend backend = new TestBackend(shared);

  @TempDir
  private Path directory;

  private Path export;
  private StorageOptions options;
  private byte[] sealed;

  @BeforeEach
  void exportAStoresKeyring() throws Exception {
    export = directory.resolve("keyring.export");
    options = StorageOptions.of("any")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("create", "true");
    try (RecordSealer sealer = provider.open(options, backend)) {
      sealed = sealer.seal(1, PLAINTEXT, BINDING);
    }
    try (SecureStorage storage =
        SecureStorage.over(backend).sealer(provider.open(options, backend)).build()) {
      storage.write("key", Secret.of("kept"));
    }
    exportTo(export);
  }

  private void exportTo(Path file) {
    try (KeyAdministration keys = administration(options);
        MasterKey recovery = quick(PASSPHRASE)) {
      keys.export(file, recovery);
    }
  }

  @Test
  void itIsForItsOwnerAloneAndReplacesNothing() throws Exception {
    byte[] before = Files.readAllBytes(export);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> exportTo(export))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("Name a new file");
    assertThat(export).hasBinaryContent(before);
  }

  @Test
  void anInterruptBreaksNothingAndIsKept() throws Exception {
    Path second = directory.resolve("second.export");

    Thread.currentThread().interrupt();
    exportTo(second);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(KeyringExport.read(Files.readAllBytes(second))
            .open(quick(PASSPHRASE))
            .generation())
        .isEqualTo(1);
  }

  @Test
  void itOpensItsStoreWithoutTheMasterKey() throws Exception {
    Files.delete(directory.resolve("master.key"));

    RecordSealer sealer = provider.open(recovering(PASSPHRASE), backend);

    assertThat(sealer.open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @Test
  void anotherMasterKeyIsAddedWithItAndOpensTheStoreFromThenOn() throws Exception {
    Files.delete(directory.resolve("master.key"));
    StorageOptions anew = options.with("master-key", "file:" + directory.resolve("new.key"));

    try (KeyAdministration keys = administration(recovering(PASSPHRASE));
        MasterKey added = MasterKeyOptions.openOrCreate(anew)) {
      assertThat(keys.addSlot(added)).isEqualTo(2);
    }

    assertThat(provider.open(anew, backend).open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @Test
  void aWrongPassphraseOpensNothingAndIsNotRepeated() {
    assertThatThrownBy(() -> provider.open(recovering("another passphrase"), backend))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("does not open with the recovery passphrase")
        .hasMessageNotContaining("another passphrase");
  }

  @Test
  void afterARotationItStillOpensAndAfterASlotWasRemovedItIsTooOld() throws Exception {
    StorageOptions second = options.with("master-key", "file:" + directory.resolve("second.key"));
    try (KeyAdministration keys = administration(options)) {
      keys.propagation(Duration.ZERO).rotate();
      assertThat(provider.open(recovering(PASSPHRASE), backend).epoch()).isEqualTo(2);
      try (MasterKey added = MasterKeyOptions.openOrCreate(second)) {
        keys.replaceSlots(Set.of(1), added, List.of());
      }
    }

    assertThatThrownBy(() -> provider.open(recovering(PASSPHRASE), backend))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("a slot was removed since it was made");
  }

  @Test
  void anotherStoreDoesNotOpenByIt() {
    TestBackend other = new TestBackend();
    provider.open(options, other).close();

    assertThatThrownBy(() -> provider.open(recovering(PASSPHRASE), other))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("of another store");
  }

  @Test
  void noStoreAndNoSlotIsMadeWithIt() {
    assertThatThrownBy(
            () -> provider.open(recovering(PASSPHRASE).with("create", "true"), new TestBackend()))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("makes none");
    try (KeyAdministration keys = administration(recovering(PASSPHRASE));
        MasterKey itself = MasterKeyOptions.open(recovering(PASSPHRASE))) {
      assertThatThrownBy(() -> keys.addSlot(itself)).isInstanceOf(KeyChangeRefusedException.class);
      assertThatThrownBy(itself::newSlotParameters)
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("no slot can be made");
    }
  }

  @Test
  void aLostKeyringIsPutBackWhereItsCheckTellsTheStore() throws Exception {
    backend.uproot(RecordId.KEYRING);
    assertThatThrownBy(() -> provider.open(options, backend))
        .isInstanceOf(KeyUnavailableException.class);

    try (MasterKey exported = MasterKeyOptions.open(recovering(PASSPHRASE))) {
      new KeyringRecords(backend, options.clock()).restore(((ExportedKey) exported).keyring());
    }

    assertThat(provider.open(options, backend).open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @Test
  void aLostKeyringIsNotPutWhereNothingOrAnotherStoreIs() {
    TestBackend other = new TestBackend();
    provider.open(options, other).close();
    other.uproot(RecordId.KEYRING);
    other.changes.clear();
    TestBackend empty = new TestBackend();

    try (MasterKey exported = MasterKeyOptions.open(recovering(PASSPHRASE))) {
      Keyring keyring = ((ExportedKey) exported).keyring();
      assertThatThrownBy(() -> new KeyringRecords(other, options.clock()).restore(keyring))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("of another store");
      assertThatThrownBy(() -> new KeyringRecords(empty, options.clock()).restore(keyring))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("nothing here");
    }
    assertThat(other.changes).isEmpty();
    assertThat(empty.changes).isEmpty();
  }

  @Test
  void everyFlippedByteIsRefusedAndTheFileLeftAsItIs() throws Exception {
    byte[] bytes = Files.readAllBytes(export);
    List<Integer> accepted = new ArrayList<>();
    try (MasterKey recovery = quick(PASSPHRASE)) {
      for (int at = 0; at < bytes.length; at++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 0x40;
        if (opens(flipped, recovery)) {
          accepted.add(at);
        }
      }
      for (int length = 0; length < bytes.length; length++) {
        if (opens(Arrays.copyOf(bytes, length), recovery)) {
          accepted.add(-length);
        }
      }
      assertThat(opens(bytes, recovery)).isTrue();
    }

    assertThat(accepted).isEmpty();
  }

  private static boolean opens(byte[] bytes, MasterKey recovery) {
    try (Keyring keyring = KeyringExport.read(bytes).open(recovery)) {
      return keyring.generation() > 0;
    } catch (KeyUnavailableException refused) {
      return false;
    }
  }

  @Test
  void whatIsNoExportIsToldApart() throws Exception {
    Path file = directory.resolve("other");
    byte[] later = Files.readAllBytes(export);
    later[9] = 2;

    Files.write(file, "hunter2".repeat(10).getBytes(UTF_8));
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("another kind of file")
        .hasMessageNotContaining("hunter2");
    Files.write(file, later);
    assertThatThrownBy(() -> open(file)).hasMessageContaining("format 2");
    assertThatThrownBy(() -> open(directory.resolve("nothing")))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("FileNotFound");
  }

  private static void open(Path file) {
    MasterKeyOptions.open(recovering(file, PASSPHRASE)).close();
  }

  private KeyAdministration administration(StorageOptions how) {
    return KeyAdministration.over(new TestBackend(shared), how);
  }

  private StorageOptions recovering(String passphrase) {
    return recovering(export, passphrase);
  }

  private static StorageOptions recovering(Path file, String passphrase) {
    return StorageOptions.of("any")
        .with("master-key", "export:" + file)
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(passphrase.toCharArray()));
  }

  /** With the least cost that is taken, for the tests to be quick. */
  private static MasterKey quick(String passphrase) {
    return new PassphraseMasterKeys(new Argon2idCost(Argon2idCost.MIN_MEMORY, 2, 1))
        .openOrCreate(
            "",
            StorageOptions.of("any")
                .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(passphrase.toCharArray())));
  }
}
