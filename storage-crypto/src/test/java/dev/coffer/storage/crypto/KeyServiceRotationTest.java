package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotation while the master key is in a key service, with its limits and its outages. */
class KeyServiceRotationTest {

  private final FakeKeyService service = new FakeKeyService();

  @TempDir
  private Path directory;

  private Fleet fleet;
  private StorageOptions options;
  private SecureStorage node;

  @BeforeEach
  void openAStore() {
    fleet = new Fleet(directory);
    options = fleet
        .options()
        .with(MasterKeyOptions.MASTER_KEY, FakeKeyService.KEY)
        .with(MasterKeyOptions.KEY_SERVICE, service);
    node = fleet.node(fleet.shared, options);
    node.write("token", Secret.of("one"));
  }

  private KeyAdministration administrator() {
    return KeyAdministration.over(fleet.shared, options).propagation(Duration.ZERO);
  }

  @Test
  void twoHundredRotationsFitIntoWhatTheServiceTakesAndAskNothingOfIt() {
    try (KeyAdministration keys = administrator()) {
      int calls = service.calls.get();
      for (int i = 0; i < 200; i++) {
        keys.rotate();
      }
      keys.reseal(progress -> {});
      fleet.clock.advance(Fleet.REFRESH);
      node.write("token", Secret.of("two"));
      assertThat(service.calls.get() - calls).as("calls to the service").isZero();
    }

    SecureStorage later = fleet.node(fleet.shared, options);
    assertThat(Fleet.valueOf(later, "token")).isEqualTo("two");
    assertThat(fleet.records().get(0).epoch()).isEqualTo(201);
  }

  @Test
  void anOutageAfterOpeningHarmsNeitherWritesNorRotation() {
    try (KeyAdministration keys = administrator()) {
      service.down = true;
      for (int i = 2; i < 5; i++) {
        keys.rotate();
        fleet.clock.advance(Duration.ofHours(1));
        node.write("token", Secret.of("of epoch " + i));
        assertThat(fleet.records().get(0).epoch()).isEqualTo(i);
      }
      assertThat(Fleet.valueOf(node, "token")).isEqualTo("of epoch 4");
    }

    assertThatThrownBy(() -> fleet.node(fleet.shared, options))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageNotContaining("hunter2");
    service.down = false;
    assertThat(Fleet.valueOf(fleet.node(fleet.shared, options), "token")).isEqualTo("of epoch 4");
  }

  @Test
  void anOutageWhenTheStoreHasANewKeyIsUnavailableAndPasses() {
    try (KeyAdministration keys = administrator()) {
      int slot = keys.addSlot(Fixtures.masterKey());
      keys.removeSlots(Set.of(slot), List.of());
    }
    service.down = true;
    fleet.clock.advance(Fleet.REFRESH);

    assertThatThrownBy(() -> node.write("token", Secret.of("two")))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageNotContaining("hunter2");
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");

    service.down = false;
    node.write("token", Secret.of("three"));
    assertThat(fleet.records().get(0).epoch()).isEqualTo(2);
  }
}
