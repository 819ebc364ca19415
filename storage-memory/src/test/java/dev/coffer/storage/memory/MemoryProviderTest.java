package dev.coffer.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryProviderTest {

  @Test
  void isFoundByItsId() {
    try (SecureStorage storage = SecureStorage.open("memory", Map.of())) {
      storage.scoped("tenant7", "alice").write("refresh_token", Secret.of("r-1"));

      assertThat(storage.scoped("tenant7", "alice").read("refresh_token").map(Entry::value))
          .contains(Secret.of("r-1"));
      assertThat(storage.guarantees()).isEmpty();
    }
  }

  @Test
  void opensANewStorageEachTime() {
    try (SecureStorage first = SecureStorage.open("memory", Map.of());
        SecureStorage second = SecureStorage.open("memory", Map.of("create", "true"))) {
      first.write("token", Secret.of("t"));

      assertThat(second.read("token")).isEmpty();
    }
  }

  @Test
  void isNotDurableAndSaysSoBeforeAnythingIsKept() {
    StorageOptions durable = StorageOptions.of("memory").require(Guarantee.DURABLE);

    assertThatThrownBy(() -> SecureStorage.open(durable))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("memory")
        .hasMessageContaining("DURABLE");
  }

  @Test
  void knowsNoOptions() {
    assertThatThrownBy(() -> SecureStorage.open("memory", Map.of("path", "tokens")))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("path");
  }
}
