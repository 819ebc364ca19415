package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordId;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tells one slot from another of its kind. */
class SlotNotesTest extends OneNode {

  private static final SlotLabel BOB = SlotLabel.of("Bob");
  private static final SlotLabel SAFE = SlotLabel.of("the safe");

  @Test
  void ofTwoFilesEachKeyFindsItsOwnSlotAndTheStoreSaysWhenTheSecondCame() {
    fleet.clock.advance(Duration.ofDays(3));
    Instant added = fleet.clock.instant();
    try (MasterKey spare = file("spare.key")) {
      assertThat(keys.addSlot(spare, SAFE)).isEqualTo(2);
      fleet.clock.advance(Duration.ofDays(1));

      assertThat(keys.slots())
          .extracting(KeyringStatus.SlotStatus::kind)
          .containsExactly("file", "file");
      assertThat(keys.slots())
          .extracting(KeyringStatus.SlotStatus::isOwn)
          .containsExactly(true, false);
      assertThat(keys.slots())
          .extracting(KeyringStatus.SlotStatus::added)
          .containsExactly(Optional.empty(), Optional.of(added));
      assertThat(labels()).containsExactly(Optional.empty(), Optional.of(SAFE));
      assertThat(keys.slotOf(spare)).contains(2);
    }
    try (KeyAdministration other = KeyAdministration.over(
        fleet.shared, fleet.options().with("master-key", place("spare.key")))) {
      assertThat(other.slots())
          .extracting(KeyringStatus.SlotStatus::isOwn)
          .containsExactly(false, true);
    }
  }

  @Test
  void ofTwoPassphrasesTheOneThatIsNamedGoesAndTheOtherStays() {
    try (MasterKey alice = passphrase("correct horse");
        MasterKey bob = passphrase("battery staple")) {
      keys.addSlot(alice, SlotLabel.of("Alice"));
      keys.addSlot(bob, BOB);
      int gone = keys.slots().stream()
          .filter(slot -> slot.label().equals(Optional.of(BOB)))
          .findFirst()
          .orElseThrow()
          .id();

      keys.removeSlots(Set.of(gone), List.of(alice));

      assertThat(keys.slotOf(alice)).contains(2);
      assertThat(keys.slotOf(bob)).isEmpty();
      assertThat(labels()).containsExactly(Optional.empty(), Optional.of(SlotLabel.of("Alice")));
    }
  }

  @Test
  void aLabelIsGivenChangedAndTakenAwayAndNothingElseChanges() {
    try (MasterKey spare = file("spare.key")) {
      keys.addSlot(spare);
    }
    Optional<Instant> added = keys.slots().get(1).added();

    keys.labelSlot(1, BOB);
    keys.labelSlot(2, BOB);
    keys.labelSlot(2, SAFE);

    assertThat(labels()).containsExactly(Optional.of(BOB), Optional.of(SAFE));
    assertThat(keys.slots().get(1).added()).isEqualTo(added);
    assertThat(keys.status().epochs()).hasSize(1);
    long generation = keys.status().generation();
    keys.labelSlot(2, SAFE);
    assertThat(keys.status().generation()).isEqualTo(generation);

    keys.unlabelSlot(2);

    assertThat(labels()).containsExactly(Optional.of(BOB), Optional.empty());
    assertThat(keys.slots().get(1).added()).isEqualTo(added);
    assertThatThrownBy(() -> keys.labelSlot(9, BOB))
        .isInstanceOf(KeyChangeRefusedException.class)
        .hasMessageContaining("no slot 9");
  }

  @Test
  void itsOwnSlotStaysKnownWhenAnotherGivesTheStoreANewKey() {
    try (MasterKey spare = file("spare.key")) {
      keys.addSlot(spare);
      assertThat(keys.slots()).hasSize(2);

      try (KeyAdministration other = fleet.administrator()) {
        other.removeSlots(Set.of(2), List.of());
      }

      assertThat(keys.slots()).extracting(KeyringStatus.SlotStatus::isOwn).containsExactly(true);
    }
  }

  @Test
  void anExportHasNoSlotOfItsOwn() {
    Path file = directory.resolve("export");
    try (MasterKey recovery = passphrase("correct horse")) {
      keys.export(file, recovery);
    }

    try (KeyAdministration restored = KeyAdministration.over(
        fleet.shared,
        fleet
            .options()
            .with("master-key", "export:" + file)
            .with(MasterKeyOptions.PASSPHRASE, Passphrase.of("correct horse".toCharArray())))) {
      assertThat(restored.slots())
          .extracting(KeyringStatus.SlotStatus::isOwn)
          .containsExactly(false);
    }
  }

  @Test
  void aSlotThatReplacesAnotherHasItsOwnLabel() {
    keys.labelSlot(1, BOB);
    try (MasterKey spare = file("spare.key")) {
      keys.replaceSlots(Set.of(1), spare, SAFE, List.of());
    }

    assertThat(labels()).containsExactly(Optional.of(SAFE));
    assertThat(keys.slots().get(0).id()).isEqualTo(2);
    assertThat(keys.slots().get(0).isOwn()).isFalse();
  }

  @Test
  void whatWasRemovedLeavesNothingToTheNextOneOfItsNumber() {
    try (MasterKey spare = file("spare.key");
        MasterKey third = file("third.key")) {
      keys.addSlot(spare, BOB);
      keys.removeSlots(Set.of(2), List.of());

      assertThat(keys.addSlot(third)).isEqualTo(2);

      assertThat(labels()).containsExactly(Optional.empty(), Optional.empty());
    }
  }

  /** As an older release does it, which keeps the extension and knows nothing of it. */
  @Test
  void aNoteOfASlotThatAnotherReleaseHasExchangedCountsForNothing() {
    try (MasterKey spare = file("spare.key")) {
      keys.addSlot(spare, BOB);
    }
    SealedKeyring noted = sealed();
    Slot second = noted.slots().get(1);
    byte[] wrapped = second.wrapped().clone();
    wrapped[0] ^= 1;

    SlotNotes notes = SlotNotes.of(new SealedKeyring(
        noted.storeId(),
        noted.generation(),
        List.of(noted.slots().get(0), new Slot(2, second.kind(), second.parameters(), wrapped)),
        noted.epochs(),
        noted.digestKeyset(),
        noted.recordKeyset(),
        noted.extensions()));

    assertThat(SlotNotes.of(noted).label(2)).contains(BOB);
    assertThat(notes.label(2)).isEmpty();
    assertThat(notes.added(2)).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedByItsLabelToo() {
    try (MasterKey spare = file("spare.key");
        MasterKey third = file("third.key")) {
      keys.addSlot(spare, BOB);
      keys.addSlot(third);

      assertThatThrownBy(() -> keys.removeSlots(Set.of(3), List.of()))
          .isInstanceOf(KeyChangeRefusedException.class)
          .hasMessageContaining("of slot 2 (file, \"Bob\");");
    }
  }

  @Test
  void aKeyServicesSlotAndTheSystemsKeyringsSayWhereTheirKeysAre() {
    FakeKeyService service = new FakeKeyService();
    String uri = "hcvault://vault.example:8200/transit/keys/app";
    keys.addSlot(new KeyServiceMasterKey(uri, service.getAead(uri)));
    keys.addSlot(RawMasterKey.of(
        "os-keyring:coffer/alice",
        Slot.OS_KEYRING,
        "coffer/alice".getBytes(UTF_8),
        new byte[RawMasterKey.LENGTH]));

    assertThat(keys.slots())
        .extracting(KeyringStatus.SlotStatus::place)
        .containsExactly(
            Optional.empty(), Optional.of(uri), Optional.of("os-keyring:coffer/alice"));
  }

  /** The bytes that docs/format-keyring.md has. */
  @Test
  void itIsTheExtensionThatTheFormatHas() throws Exception {
    try (MasterKey spare = file("spare.key")) {
      keys.addSlot(spare, BOB);
    }
    SealedKeyring noted = sealed();
    Slot second = noted.slots().get(1);
    byte[] slot = HexFormat.of()
        .parseHex("00000002" + "0001" + "00000000" + String.format("%08x", second.wrapped().length)
            + HexFormat.of().formatHex(second.wrapped()));
    String digest = HexFormat.of()
        .formatHex(Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(slot), 16));

    assertThat(noted.extensions()).extracting(Extension::type).containsExactly(1, 2);
    assertThat(noted.extensions().get(1).flags()).isZero();
    assertThat(HexFormat.of().formatHex(noted.extensions().get(1).body()))
        .isEqualTo("00000002" + digest + String.format("%016x", fleet.clock.millis()) + "00000003"
            + HexFormat.of().formatHex("Bob".getBytes(UTF_8)));
  }

  @Test
  void aBodyThatIsCutTellsWhatIsWholeOfIt() {
    keys.labelSlot(1, BOB);
    SealedKeyring noted = sealed();
    byte[] body = noted.extensions().get(1).body();

    for (int length = 0; length < body.length; length++) {
      SlotNotes cut = SlotNotes.of(new SealedKeyring(
          noted.storeId(),
          noted.generation(),
          noted.slots(),
          noted.epochs(),
          noted.digestKeyset(),
          noted.recordKeyset(),
          List.of(new Extension(SlotNotes.TYPE, 0, Arrays.copyOf(body, length)))));
      assertThat(cut.label(1)).as("cut to %d bytes", length).isEmpty();
    }
  }

  @Test
  void thirtyTwoLongLabelsHaveRoom() {
    SlotLabel longest = SlotLabel.of("\uD83D\uDD11".repeat(SlotLabel.MAX_LENGTH));
    keys.labelSlot(1, longest);
    for (int i = 2; i <= KeyringFormat.MAX_SLOTS; i++) {
      byte[] key = new byte[RawMasterKey.LENGTH];
      Arrays.fill(key, (byte) i);
      keys.addSlot(RawMasterKey.of("file:/" + i, Slot.FILE, key), longest);
    }

    assertThat(labels()).hasSize(32).containsOnly(Optional.of(longest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " Bob",
        "Bob ",
        "Bob\n",
        "Bob\u001b[2J",
        "\ud800",
        "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
        "12345678901234567890123456789012345678901234567890123456789012345"
      })
  void aLabelThatIsNoneIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> SlotLabel.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label")
        .satisfies(refused ->
            assertThat(text.length() > 2 && refused.getMessage().contains(text)).isFalse());
  }

  private List<Optional<SlotLabel>> labels() {
    return keys.slots().stream().map(KeyringStatus.SlotStatus::label).toList();
  }

  private SealedKeyring sealed() {
    return KeyringFormat.decode(fleet.shared.get(RecordId.KEYRING).orElseThrow().value());
  }

  private MasterKey file(String name) {
    return MasterKeyOptions.openOrCreate(StorageOptions.of("any").with("master-key", place(name)));
  }

  private String place(String name) {
    Path file = directory.resolve(name);
    return "file:" + file;
  }

  private static MasterKey passphrase(String text) {
    return MasterKeyOptions.openOrCreate(StorageOptions.of("any")
        .with("master-key", "passphrase")
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(text.toCharArray())));
  }
}
