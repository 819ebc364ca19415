package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an epoch, step by step, with a node that uses the store all the while. */
class RotationTest extends OneNode {

  @Test
  void aNewEpochSealsNothingUntilEveryProcessMustKnowIt() {
    Rotation begun = keys.rotate();

    assertThat(begun.epoch()).isEqualTo(2);
    assertThat(begun.isActive()).isFalse();
    assertThat(begun.activeFrom()).isEqualTo(fleet.clock.instant().plusSeconds(120));
    assertThat(states()).containsExactly(EpochState.PRIMARY, EpochState.PRE_ACTIVE);

    fleet.clock.advance(Duration.ofSeconds(119));
    assertThat(keys.rotate().isActive()).isFalse();
    assertThat(keys.status().generation()).isEqualTo(2);

    fleet.clock.advance(Duration.ofSeconds(1));
    assertThat(keys.rotate().isActive()).isTrue();
    assertThat(states()).containsExactly(EpochState.DECRYPT_ONLY, EpochState.PRIMARY);
    assertThat(keys.status().generation()).isEqualTo(3);
  }

  @Test
  void aNodeSealsWithTheNewEpochWithinItsRefreshIntervalAndOpensBoth() {
    fleet.rotated();
    fleet.clock.advance(Fleet.REFRESH);

    node.write("new", Secret.of("two"));

    assertThat(epochs()).containsExactlyInAnyOrder(1, 2);
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
    assertThat(Fleet.valueOf(node, "new")).isEqualTo("two");
    assertThat(Fleet.valueOf(fleet.node(), "new")).isEqualTo("two");
  }

  @Test
  void whereNobodyIsToBeWaitedForOneStepIsAll() {
    Rotation rotation = fleet.hastyAdministrator().rotate();

    assertThat(rotation.isActive()).isTrue();
    assertThat(rotation.activeFrom()).isEqualTo(fleet.clock.instant());
    assertThat(keys.status().generation()).isEqualTo(2);
    assertThat(states()).containsExactly(EpochState.DECRYPT_ONLY, EpochState.PRIMARY);
  }

  @Test
  void aRotationMayGoOnToOtherAlgorithms() {
    fleet.hastyAdministrator().rotate(Suite.AES_256_GCM_SIV);
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Fleet.REFRESH);
    node.write("new", Secret.of("two"));
    keys.reseal(progress -> {});

    assertThat(keys.status().epochs())
        .extracting(KeyringStatus.EpochStatus::suite)
        .containsExactly("xaes-256-gcm", "aes-256-gcm-siv", "aes-256-gcm-siv");
    assertThat(epochs()).containsOnly(3);
    assertThat(Fleet.valueOf(fleet.node(), "token")).isEqualTo("one");
    assertThat(Fleet.valueOf(node, "new")).isEqualTo("two");
  }

  @Test
  void theStoreSaysHowManyRecordsEachEpochHolds() {
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Fleet.REFRESH);
    node.write("a", Secret.of("x"));
    node.write("b", Secret.of("x"));

    KeyringStatus status = keys.status();

    assertThat(status.epochs())
        .extracting(KeyringStatus.EpochStatus::records)
        .containsExactly(1L, 2L);
    assertThat(status.epochs()).extracting(KeyringStatus.EpochStatus::number).containsExactly(1, 2);
    assertThat(status.epochs().get(1).since()).contains(fleet.clock.instant().minus(Fleet.REFRESH));
    assertThat(status.epochs().get(1).suite()).isEqualTo("xaes-256-gcm");
    assertThat(status.slots()).extracting(KeyringStatus.SlotStatus::kind).containsExactly("file");
    assertThat(status.strayRecords()).isZero();
  }

  @Test
  void anEpochIsNotClosedWhileARecordNeedsItOrANodeMaySealWithIt() {
    fleet.hastyAdministrator().rotate();

    assertThatThrownBy(() -> keys.closeEpoch(1))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("has sealed 1 record that");
    keys.reseal(progress -> {});
    assertThatThrownBy(() -> keys.closeEpoch(1))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("may still seal")
        .hasMessageContaining("2030-01-01T00:02:00Z");
    assertThatThrownBy(() -> keys.closeEpoch(2))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("needed");
    assertThatThrownBy(() -> keys.closeEpoch(7))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("no epoch 7");
    assertThat(states()).containsExactly(EpochState.DECRYPT_ONLY, EpochState.PRIMARY);

    fleet.clock.advance(KeyAdministration.PROPAGATION);
    keys.closeEpoch(1);
    keys.closeEpoch(1);

    assertThat(states()).containsExactly(EpochState.CLOSED, EpochState.PRIMARY);
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
  }

  @Test
  void aClosedEpochIsOpenedAgain() {
    StoredRecord old = fleet.records().get(0);
    closeFirst();
    plant(old);
    fleet.clock.advance(Fleet.REFRESH);
    node.write("other", Secret.of("x"));
    assertThatThrownBy(() -> node.read("token"))
        .isInstanceOf(UnreadableEntryException.class)
        .hasMessageContaining("no key of its epoch 1");

    keys.reopenEpoch(1);
    keys.reopenEpoch(1);

    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
    assertThat(states()).containsExactly(EpochState.DECRYPT_ONLY, EpochState.PRIMARY);
  }

  @Test
  void aKeyIsDestroyedWhenItsEpochHasBeenClosedForThirtyDaysAndNeverComesBack() {
    closeFirst();
    Duration month = KeyAdministration.WAITING_TIME;
    assertThatThrownBy(() -> keys.destroyEpoch(1, month))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("30 days")
        .hasMessageContaining(fleet.clock.instant().plus(month).toString());

    fleet.clock.advance(month.minusSeconds(1));
    assertThatThrownBy(() -> keys.destroyEpoch(1, month))
        .isInstanceOf(KeyChangeRefusedException.class);
    fleet.clock.advance(Duration.ofSeconds(1));
    keys.destroyEpoch(1, month);
    keys.destroyEpoch(1, month);

    assertThat(states()).containsExactly(EpochState.DESTROYED, EpochState.PRIMARY);
    assertThatThrownBy(() -> keys.reopenEpoch(1)).isInstanceOf(KeyChangeRefusedException.class);
    assertThat(fleet.hastyAdministrator().rotate().epoch()).isEqualTo(3);
  }

  @Test
  void openingAnEpochAgainBeginsTheWaitingTimeAnew() {
    closeFirst();
    fleet.clock.advance(KeyAdministration.WAITING_TIME);
    keys.reopenEpoch(1);
    keys.propagation(Duration.ZERO).closeEpoch(1);

    assertThatThrownBy(() -> keys.destroyEpoch(1, KeyAdministration.WAITING_TIME))
        .isInstanceOf(KeyChangeRefusedException.class);
  }

  @Test
  void aKeyThatIsNotClosedOrThatARecordNeedsIsNotDestroyed() {
    StoredRecord old = fleet.records().get(0);
    fleet.hastyAdministrator().rotate();
    keys.reseal(progress -> {});
    assertThatThrownBy(() -> keys.destroyEpoch(1, Duration.ZERO))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("Close it first");
    keys.propagation(Duration.ZERO).closeEpoch(1);
    plant(old);

    assertThatThrownBy(() -> keys.destroyEpoch(1, Duration.ZERO))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("1 record");
  }

  @Test
  void twoHundredRotationsLeaveSlotsAndEntriesAsTheyWere() {
    KeyAdministration hasty = fleet.hastyAdministrator();
    byte[] slot = wrapped();
    for (int i = 0; i < 200; i++) {
      hasty.rotate();
    }
    hasty.reseal(progress -> {});

    assertThat(wrapped()).isEqualTo(slot);
    assertThat(epochs()).containsExactly(201);
    assertThat(Fleet.valueOf(fleet.node(), "token")).isEqualTo("one");
    assertThat(keyring().length).isLessThan(40_000);
  }

  @Test
  void thereAreAsManyEpochsAsAKeyringHoldsAndNoMore() {
    Epoch[] history = new Epoch[KeyringFormat.MAX_EPOCHS - 1];
    Arrays.setAll(history, i -> Fixtures.epoch(i + 1, EpochState.DECRYPT_ONLY));
    history[history.length - 1] = Fixtures.epoch(history.length, EpochState.PRIMARY);
    byte[] full = new KeyringBuilder().epochs(history).build();
    KeyringChange last = new KeyringChange(Keyring.open(full, Fixtures.masterKey()), 0);
    new EpochChanges(Duration.ZERO).rotate(last, Optional.empty());

    try (Keyring next = last.seal()) {
      assertThat(next.sealer().epoch()).isEqualTo(1_024);
      assertThat(next.toBytes()).hasSizeLessThan(KeyringFormat.MAX_LENGTH);
      KeyringChange tooMany = new KeyringChange(next, 0);
      assertThatThrownBy(() -> new EpochChanges(Duration.ZERO).rotate(tooMany, Optional.empty()))
          .isInstanceOf(KeyChangeRefusedException.class)
          .hasMessageContaining("1024 epochs");
    }
  }

  @Test
  void whoRotatesAtTheSameTimeJoinsTheRotationThatIsUnderWay() throws Exception {
    List<Rotation> rotations = Race.of(8, () -> fleet.administrator().rotate());

    assertThat(rotations).extracting(Rotation::epoch).containsOnly(2);
    assertThat(keys.status().generation()).isEqualTo(2);
  }

  @Test
  void whoRotatesAtTheSameTimeWithoutWaitingUndoesNoOther() throws Exception {
    List<Rotation> rotations = Race.of(8, () -> fleet.hastyAdministrator().rotate());

    assertThat(rotations)
        .extracting(Rotation::epoch)
        .containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(states()).hasSize(9);
    assertThat(Fleet.valueOf(fleet.node(), "token")).isEqualTo("one");
  }

  @Test
  void whetherAChangeWasMadeIsLookedUpWhereItIsNotKnown() {
    OutcomeUnknownException unsure = new OutcomeUnknownException("The line went dead.", null);
    TestBackend made = new TestBackend(fleet.shared).failingAfterApply(unsure);

    assertThat(fleet.administrator(made).rotate().epoch()).isEqualTo(2);
    assertThat(keys.status().generation()).isEqualTo(2);

    TestBackend notMade = new TestBackend(fleet.shared);
    notMade.beforeApply(() -> {
      throw unsure;
    });
    fleet.clock.advance(KeyAdministration.PROPAGATION);
    assertThatThrownBy(() -> fleet.administrator(notMade).rotate())
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("not known whether");
    assertThat(keys.status().generation()).isEqualTo(2);
  }

  @Test
  void anAdministratorNeedsAKeyringAndItsMasterKey(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> KeyAdministration.over(new MemoryBackend(), fleet.options()))
        .hasMessageContaining("no keyring");
    Fleet stranger = new Fleet(elsewhere);
    stranger.node();
    assertThatThrownBy(() -> KeyAdministration.over(fleet.shared, stranger.options()))
        .isInstanceOf(KeyUnavailableException.class);
  }

  private void closeFirst() {
    KeyAdministration hasty = fleet.hastyAdministrator();
    hasty.rotate();
    hasty.reseal(progress -> {});
    hasty.closeEpoch(1);
  }

  private void plant(StoredRecord record) {
    new TestBackend(fleet.shared).plant(record);
  }

  private byte[] keyring() {
    return fleet.shared.get(RecordId.KEYRING).orElseThrow().value();
  }

  private byte[] wrapped() {
    return KeyringFormat.decode(keyring()).slots().get(0).wrapped();
  }

  private List<EpochState> states() {
    return keys.status().epochs().stream().map(KeyringStatus.EpochStatus::state).toList();
  }

  private List<Integer> epochs() {
    return fleet.records().stream().map(StoredRecord::epoch).toList();
  }
}
