package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that has sealed, is held up, and writes when the epoch has been closed: either it
 * notices, or whoever closes does; and nothing is lost.
 */
class StaleWriterTest {

  @TempDir
  private Path directory;

  private Fleet fleet;
  private HeldUp backend;
  private SecureStorage node;

  @BeforeEach
  void openAStore() {
    fleet = new Fleet(directory);
    backend = new HeldUp();
    node = fleet.node(backend);
    node.write("token", Secret.of("one"));
  }

  /** A backend on whose way to the store something else happens. */
  private final class HeldUp extends ForwardingBackend {
    private Runnable meanwhile = () -> {};
    private int looks;

    private HeldUp() {
      super(fleet.shared);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      meanwhile.run();
      meanwhile = () -> {};
      super.apply(changes, now);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      looks += id.equals(RecordId.KEYRING) ? 1 : 0;
      return super.get(id);
    }
  }

  @Test
  void aWriteThatArrivesAfterTheCloseIsToldToItsWriter() {
    backend.meanwhile = this::rotateResealAndClose;

    assertThatThrownBy(() -> node.write("token", Secret.of("late")))
        .isInstanceOfSatisfying(
            StorageUnavailableException.class,
            failure -> assertThat(failure.attempted()).isPresent())
        .hasMessageContaining("epoch 1, was closed meanwhile");

    node.write("token", Secret.of("again"));
    assertThat(Fleet.valueOf(fleet.node(), "token")).isEqualTo("again");
  }

  @Test
  void whatItWroteIsCountedIsNoReasonToDestroyTheKeyAndComesBack() {
    backend.meanwhile = this::rotateResealAndClose;
    assertThatThrownBy(() -> node.write("token", Secret.of("late")))
        .isInstanceOf(StorageUnavailableException.class);
    try (KeyAdministration keys = fleet.administrator()) {
      assertThat(keys.status().epochs().get(0).records()).isEqualTo(1);
      assertThat(keys.status().epochs().get(0).state()).isEqualTo(EpochState.CLOSED);
      SecureStorage reader = fleet.node();
      assertThatThrownBy(() -> reader.read("token")).isInstanceOf(UnreadableEntryException.class);
      assertThatThrownBy(() -> keys.destroyEpoch(1, Duration.ZERO))
          .isInstanceOf(KeyChangeRefusedException.class)
          .hasMessageContaining("Open the epoch again");

      keys.reopenEpoch(1);
      keys.reseal(progress -> {});

      assertThat(Fleet.valueOf(reader, "token")).isEqualTo("late");
      fleet.clock.advance(KeyAdministration.PROPAGATION);
      keys.closeEpoch(1);
      assertThat(Fleet.valueOf(reader, "token")).isEqualTo("late");
    }
  }

  @Test
  void aWriteThatArrivesWhileAnEpochIsBeingClosedOpensItAgain() {
    try (KeyAdministration hasty = fleet.hastyAdministrator()) {
      hasty.rotate();
    }
    StoredRecord late = fleet.records().get(0);
    TestBackend administrators = new TestBackend(fleet.shared);
    KeyAdministration keys = fleet.administrator(administrators).propagation(Duration.ZERO);
    keys.reseal(progress -> {});
    administrators.beforeApply(() -> administrators.plant(late));

    assertThatThrownBy(() -> keys.closeEpoch(1))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("came while it was being closed");

    assertThat(keys.status().epochs().get(0).state()).isEqualTo(EpochState.DECRYPT_ONLY);
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
  }

  @Test
  void aWriteThatTookLongLooksOnceAndIsFineWhereTheEpochIsOpen() {
    backend.meanwhile = () -> fleet.clock.advance(Duration.ofSeconds(1));
    backend.looks = 0;
    node.write("token", Secret.of("in time"));
    assertThat(backend.looks).isZero();

    backend.meanwhile = () -> fleet.clock.advance(Duration.ofMillis(1_001));
    Version version = node.write("token", Secret.of("late"));

    assertThat(backend.looks).isEqualTo(1);
    assertThat(node.read("token").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void whereItCannotBeSeenWhetherTheEpochWasClosedTheOutcomeIsUnknown() {
    backend.meanwhile = () -> {
      fleet.clock.advance(Duration.ofMinutes(1));
      new TestBackend(fleet.shared).uproot(RecordId.KEYRING);
    };

    assertThatThrownBy(() -> node.write("token", Secret.of("late")))
        .isInstanceOfSatisfying(
            StorageUnavailableException.class,
            failure -> assertThat(failure.attempted()).isPresent())
        .hasMessageContaining("cannot be seen whether");
  }

  private void rotateResealAndClose() {
    fleet.rotated();
    fleet.clock.advance(KeyAdministration.PROPAGATION);
    KeyAdministration keys = fleet.administrator();
    keys.reseal(progress -> {});
    keys.closeEpoch(1);
  }
}
