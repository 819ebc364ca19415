package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssemblyTest {

  @Test
  void clearTextMustBeAskedFor() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.over(new MapBackend()).build())
        .withMessageContaining("sealer");
    SecureStorage.over(new MapBackend(Guarantee.DURABLE)).unsealed().build().close();
  }

  @Test
  void anEncryptedStoreIsNotReadAsClearText() {
    MapBackend backend = new MapBackend();
    Version version = Version.of(new byte[16]);
    backend.records.put(
        RecordId.KEYRING, StoredRecord.builder(RecordId.KEYRING, version).build());
    assertThatExceptionOfType(KeyUnavailableException.class)
        .isThrownBy(() -> SecureStorage.over(backend).unsealed().build());
  }

  @Test
  void aBackendThatBringsItsSealerTakesNoOther() {
    RecordSealer own = JceSealer.fixed();
    MapBackend backend = new MapBackend(Guarantee.DURABLE) {
      @Override
      public Optional<RecordSealer> sealer() {
        return Optional.of(own);
      }
    };
    assertThat(SecureStorage.over(backend).build().guarantees()).contains(Guarantee.ENCRYPTED);
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.over(backend).sealer(JceSealer.fixed()).build());
  }

  @Test
  void aSealerAndClearTextContradictEachOther() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.over(new MapBackend())
            .sealer(JceSealer.fixed())
            .unsealed()
            .build());
  }

  @Test
  void aSealedRecordInAStoreOfClearTextIsUnreadable() {
    TestStorage test = new TestStorage();
    test.storage.write("k", Secret.of("v"));
    SecureStorage clear =
        SecureStorage.over(test.backend).unsealed().clock(test).build();
    assertThat(clear.list().items()).isEmpty();
    assertThat(clear.list().unreadable()).hasSize(1);
  }
}
