package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several master keys of one store: who opens it, and what is left of one that was removed. */
class SlotsTest extends OneNode {

  private final MasterKey safe = masterKey("env:SAFE", Slot.ENVIRONMENT, 2);
  private final MasterKey third = masterKey("file:/third", Slot.FILE, 3);

  @Test
  void severalMasterKeysOpenOneStore() {
    assertThat(keys.slotOf(safe)).isEmpty();
    assertThat(keys.addSlot(safe)).isEqualTo(2);
    assertThat(keys.addSlot(third)).isEqualTo(3);
    assertThat(keys.slotOf(safe)).contains(2);

    assertThat(keys.status().slots())
        .extracting(KeyringStatus.SlotStatus::kind)
        .containsExactly("file", "env", "file");
    for (MasterKey each : List.of(safe, third)) {
      try (Keyring opened = Keyring.open(bytes(), each)) {
        assertThat(opened.generation()).isEqualTo(3);
      }
    }
    assertThat(keys.status().epochs()).hasSize(1);
  }

  @Test
  void aMasterKeyHasOneSlotAndThereAreAtMostThirtyTwo() {
    keys.addSlot(safe);
    assertThatThrownBy(() -> keys.addSlot(safe))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("env:SAFE opens slot 2 already");
    for (int i = 3; i <= 32; i++) {
      keys.addSlot(masterKey("file:/" + i, Slot.FILE, i));
    }
    assertThatThrownBy(() -> keys.addSlot(masterKey("file:/33", Slot.FILE, 33)))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("32 slots");
  }

  @Test
  void theLastSlotStays() {
    assertThatThrownBy(() -> keys.removeSlots(Set.of(1), List.of()))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("No slot would be left");
    assertThatThrownBy(() -> keys.removeSlots(Set.of(9), List.of()))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("no slot 9");
    assertThat(keys.status().generation()).isEqualTo(1);
  }

  @Test
  void aRemovedSlotGivesTheStoreANewKeyAndANewEpoch() {
    keys.addSlot(safe);
    StoredRecord before = fleet.shared.get(RecordId.KEYRING).orElseThrow();

    Rotation rotation = keys.removeSlots(Set.of(2), List.of());

    assertThat(rotation.epoch()).isEqualTo(2);
    assertThat(rotation.isActive()).isFalse();
    assertThatThrownBy(() -> Keyring.open(bytes(), safe))
        .isInstanceOf(KeyUnavailableException.class);
    KeyringOpening old = new KeyringOpening(before.value());
    KeyringOpening now = new KeyringOpening(bytes());
    try (StoreKey oldKey = old.require(safe).storeKey()) {
      assertThatThrownBy(() -> now.open(oldKey)).isInstanceOf(KeyUnavailableException.class);
    }
    fleet.clock.advance(KeyAdministration.PROPAGATION);
    assertThat(keys.rotate().isActive()).isTrue();
    node.write("token", Secret.of("two"));
    assertThat(fleet.records().get(0).epoch()).isEqualTo(2);
    assertThat(Fleet.valueOf(fleet.node(), "token")).isEqualTo("two");
  }

  @Test
  void whatTheRemovedKeysHolderKnewAndWasNotInUseYetNeverWillBe() {
    keys.addSlot(safe);
    keys.rotate();

    Rotation rotation = keys.removeSlots(Set.of(2), List.of());

    assertThat(rotation.epoch()).isEqualTo(3);
    assertThat(keys.status().epochs())
        .extracting(KeyringStatus.EpochStatus::state)
        .containsExactly(EpochState.PRIMARY, EpochState.DECRYPT_ONLY, EpochState.PRE_ACTIVE);
  }

  @Test
  void theMasterKeysOfAllSlotsThatStayAreNeededAndTheMissingOnesNamed() {
    keys.addSlot(safe);
    keys.addSlot(third);
    keys.addSlot(masterKey("env:LOST", Slot.ENVIRONMENT, 4));

    assertThatThrownBy(() -> keys.removeSlots(Set.of(3), List.of()))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("slot 2 (env) and slot 4 (env)");
    assertThatThrownBy(() -> keys.removeSlots(Set.of(3), List.of(safe)))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("of slot 4 (env);");
    assertThat(keys.status().generation()).isEqualTo(4);

    keys.removeSlots(Set.of(3, 4), List.of(safe));

    assertThat(keys.status().slots())
        .extracting(KeyringStatus.SlotStatus::id)
        .containsExactly(1, 2);
    try (Keyring opened = Keyring.open(bytes(), safe)) {
      assertThat(opened.generation()).isEqualTo(5);
    }
  }

  @Test
  void aSlotIsReplacedInOneStep() {
    keys.addSlot(third);

    keys.replaceSlots(Set.of(2), safe, List.of());

    assertThat(keys.status().generation()).isEqualTo(3);
    assertThat(keys.status().slots())
        .extracting(KeyringStatus.SlotStatus::id)
        .containsExactly(1, 3);
    try (Keyring opened = Keyring.open(bytes(), safe)) {
      assertThat(opened.generation()).isEqualTo(3);
    }
    assertThatThrownBy(() -> Keyring.open(bytes(), third))
        .isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void whoeverRunsWithARemovedKeyIsToldAndCanReadWhatHeCouldRead() {
    keys.replaceSlots(Set.of(1), safe, List.of());
    fleet.clock.advance(Fleet.REFRESH);

    assertThatThrownBy(() -> node.write("token", Secret.of("two")))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("its slot was removed");
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
    assertThatThrownBy(fleet::node).isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void slotsThatAreExchangedOrOfAnotherStoreOpenNothing(@TempDir Path elsewhere) {
    keys.addSlot(safe);
    SealedKeyring sealed = KeyringFormat.decode(bytes());
    Slot first = sealed.slots().get(0);
    Slot second = sealed.slots().get(1);

    assertThatNobodyOpens(
        sealed,
        new Slot(1, second.kind(), second.parameters(), second.wrapped()),
        new Slot(2, first.kind(), first.parameters(), first.wrapped()));
    assertThatNobodyOpens(
        sealed,
        new Slot(1, second.kind(), first.parameters(), first.wrapped()),
        new Slot(2, first.kind(), second.parameters(), second.wrapped()));

    Fleet other = new Fleet(elsewhere);
    other.node();
    other.administrator().addSlot(safe);
    Slot foreign = KeyringFormat.decode(
            other.shared.get(RecordId.KEYRING).orElseThrow().value())
        .slots()
        .get(1);
    assertThatNobodyOpens(sealed, foreign);
  }

  @Test
  void aSlotThatWasBroughtBackFromAnOlderGenerationIsSeenAsEdited() {
    keys.addSlot(safe);
    Slot removed = KeyringFormat.decode(bytes()).slots().get(1);
    keys.propagation(Duration.ZERO).removeSlots(Set.of(2), List.of());
    SealedKeyring now = KeyringFormat.decode(bytes());

    byte[] edited = withSlots(now, List.of(now.slots().get(0), removed));

    assertThatThrownBy(() -> Keyring.open(edited, safe))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("edited");
  }

  private void assertThatNobodyOpens(SealedKeyring sealed, Slot... slots) {
    byte[] edited = withSlots(sealed, List.of(slots));
    assertThatThrownBy(() -> Keyring.open(edited, safe))
        .isInstanceOf(KeyUnavailableException.class);
    new TestBackend(fleet.shared)
        .plant(StoredRecord.builder(
                RecordId.KEYRING,
                fleet.shared.get(RecordId.KEYRING).orElseThrow().version())
            .value(edited)
            .build());
    assertThatThrownBy(fleet::node).isInstanceOf(KeyUnavailableException.class);
  }

  private static byte[] withSlots(SealedKeyring keyring, List<Slot> slots) {
    byte[] head = KeyringFormat.encode(new SealedKeyring(
        keyring.storeId(),
        keyring.generation(),
        slots,
        keyring.epochs(),
        keyring.digestKeyset(),
        keyring.recordKeyset(),
        keyring.extensions()));
    return Arrays.copyOf(head, head.length + KeyringFormat.MAC_LENGTH);
  }

  private byte[] bytes() {
    return fleet.shared.get(RecordId.KEYRING).orElseThrow().value();
  }

  private static MasterKey masterKey(String source, int kind, int seed) {
    byte[] key = new byte[RawMasterKey.LENGTH];
    Arrays.fill(key, (byte) seed);
    return RawMasterKey.of(source, kind, key);
  }
}
