package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSealerProviderTest {

  private static final RecordId ENTRY = RecordId.ENTRIES.append(new byte[17]);

  private final TinkSealerProvider provider = new TinkSealerProvider();
  private final TestBackend backend = new TestBackend();

  @TempDir
  private Path directory;

  private Path keyFile;
  private StorageOptions existing;
  private StorageOptions create;

  @BeforeEach
  void nameTheKey() {
    keyFile = directory.resolve("master.key");
    existing = StorageOptions.of("any").with("master-key", "file:" + keyFile);
    create = existing.with("create", "true");
  }

  @Test
  void serviceLoaderFindsIt() {
    assertThat(ServiceLoader.load(SealerProvider.class))
        .extracting(SealerProvider::id)
        .containsExactly("tink");
    assertThat(provider.options())
        .containsExactlyInAnyOrder(
            MasterKeyOptions.MASTER_KEY,
            MasterKeyOptions.PASSPHRASE,
            MasterKeyOptions.KEY_SERVICE,
            MasterKeyOptions.NEW_MASTER_KEY,
            KeyringOptions.REFRESH,
            KeyringOptions.OUTAGE,
            Suite.OPTION);
    assertThat(provider.problems(existing.with("master-key", "hunter2"))).hasSize(1);
  }

  @Test
  void aNewStoreGetsKeyringAndCheckInOneStep() {
    provider.open(create, backend).close();

    assertThat(backend.changes)
        .extracting(Change::id)
        .containsExactly(RecordId.KEYRING, KeyringRecords.CHECK);
    assertThat(backend.changes).extracting(Change::expectation).containsOnly(Expectation.ABSENT);
    assertThat(KeyringRecords.CHECK).hasToString("0002");
    assertThat(backend.get(KeyringRecords.CHECK).orElseThrow().value()).hasSize(16);
  }

  @Test
  void aStoreOpensAgainAndNothingIsWritten() throws Exception {
    RecordSealer first = provider.open(create, backend);
    byte[] sealed = first.seal(1, PLAINTEXT, BINDING);
    backend.changes.clear();

    RecordSealer again = provider.open(existing, backend);

    assertThat(again.open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
    assertThat(again.storeId()).isEqualTo(first.storeId());
    assertThat(provider.open(create, backend).digest(BINDING)).isEqualTo(first.digest(BINDING));
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void closingOneSealerClosesNoOther() {
    RecordSealer first = provider.open(create, backend);
    RecordSealer second = provider.open(existing, backend);

    first.close();

    assertThat(second.digest(BINDING)).hasSize(16);
  }

  @Test
  void withoutCreateAnEmptyPlaceStaysEmptyAndSoDoesTheKeysPlace() {
    assertThatThrownBy(() -> provider.open(existing, backend))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("no keyring")
        .hasMessageContaining("file:" + keyFile)
        .hasMessageContaining("create=true");
    assertThatNothingWasMade();
  }

  @Test
  void aKeyringWithoutItsMasterKeyMakesNoNewOne() throws Exception {
    provider.open(create, backend).close();
    Files.delete(keyFile);
    backend.changes.clear();

    assertThatUnavailable(create).hasMessageContaining("file:" + keyFile + " is not there");
    assertThatNothingWasMade();
  }

  @Test
  void anotherMasterKeyOpensNothing() throws Exception {
    provider.open(create, backend).close();
    Files.delete(keyFile);
    new FileMasterKeys().openOrCreate(keyFile.toString(), existing).close();
    backend.changes.clear();

    assertThatUnavailable(create).hasMessageContaining("made with another one");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void recordsWithoutAKeyringAreNeverANewStore() {
    backend.plant(record(ENTRY, new byte[0]));

    assertThatUnavailable(create)
        .hasMessageContaining("keyring is missing")
        .hasMessageContaining("file:" + keyFile);
    assertThatUnavailable(existing).hasMessageContaining("keyring is missing");
    assertThatNothingWasMade();
  }

  @Test
  void aCheckWithoutAKeyringIsNeverANewStore() {
    provider.open(create, backend).close();
    backend.uproot(RecordId.KEYRING);
    backend.changes.clear();

    assertThatUnavailable(create).hasMessageContaining("keyring is missing");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void aKeyringOfAnotherStoreIsToldThoughItsMasterKeyIsTheSame() {
    TestBackend other = new TestBackend();
    provider.open(create, other).close();
    provider.open(create, backend).close();
    backend.plant(other.get(RecordId.KEYRING).orElseThrow());
    backend.changes.clear();

    assertThatUnavailable(create)
        .hasMessageContaining("of another store")
        .hasMessageContaining("does not agree");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void aKeyringWithoutItsCheckIsRefused() {
    provider.open(create, backend).close();
    backend.uproot(KeyringRecords.CHECK);
    backend.changes.clear();

    assertThatUnavailable(create).hasMessageContaining("is missing");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void aBackendsOwnStoreIdIsTakenAndAnotherIsRefused() {
    StorageBackend shared = new MemoryBackend();
    byte[] another = STORE_ID.clone();
    another[15]++;

    assertThat(
            provider.open(create, new TestBackend(shared).withStoreId(STORE_ID)).storeId())
        .isEqualTo(STORE_ID);
    assertThat(provider
            .open(existing, new TestBackend(shared).withStoreId(STORE_ID))
            .storeId())
        .isEqualTo(STORE_ID);
    assertThatThrownBy(() -> provider.open(create, new TestBackend(shared).withStoreId(another)))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("store id");
  }

  @Test
  void storesWithoutOneGetIdsOfTheirOwn() {
    byte[] first = provider.open(create, backend).storeId();

    assertThat(first).hasSize(16);
    assertThat(provider.open(create, new TestBackend()).storeId()).isNotEqualTo(first);
  }

  @Test
  void aDamagedKeyringIsNeitherRepairedNorReplaced() {
    provider.open(create, backend).close();
    byte[] bytes = backend.get(RecordId.KEYRING).orElseThrow().value();
    bytes[100]++;
    backend.plant(record(RecordId.KEYRING, bytes));
    backend.changes.clear();

    assertThatUnavailable(create).hasMessageContaining("damaged");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void whenItIsNotKnownWhetherTheKeyringWasWrittenOpeningAgainSettlesIt() {
    TestBackend unsure = new TestBackend(backend)
        .failingAfterApply(new OutcomeUnknownException("The line went dead.", null));

    assertThatThrownBy(() -> provider.open(create, unsure))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("Open the store again");
    assertThat(provider.open(existing, backend).epoch()).isEqualTo(1);
  }

  private static StoredRecord record(RecordId id, byte[] value) {
    return StoredRecord.builder(id, Version.of(new byte[16])).value(value).build();
  }

  private AbstractThrowableAssert<?, ?> assertThatUnavailable(StorageOptions options) {
    return assertThatThrownBy(() -> provider.open(options, backend))
        .isInstanceOf(KeyUnavailableException.class);
  }

  private void assertThatNothingWasMade() {
    assertThat(backend.changes).isEmpty();
    assertThat(List.of(directory.toFile().list())).isEmpty();
  }
}
