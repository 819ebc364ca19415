package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.anotherMasterKey;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordSealer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {

  private final Keyring keyring = Keyring.create(masterKey(), STORE_ID);

  @Test
  void aNewKeyringIsTheFirstOfItsStore() {
    assertThat(keyring.generation()).isEqualTo(1);
    assertThat(keyring.storeId()).isEqualTo(STORE_ID);
    assertThat(keyring.sealer().epoch()).isEqualTo(1);
    assertThat(keyring.sealer().suite(1)).isEqualTo(1);
    assertThat(keyring.sealer().storeId()).isEqualTo(STORE_ID);
  }

  @Test
  void whatOneSealsAnotherOpensWithTheSameBytesAndMasterKey() throws Exception {
    byte[] sealed = keyring.sealer().seal(1, PLAINTEXT, BINDING);

    Keyring again = Keyring.open(keyring.toBytes(), masterKey());

    assertThat(again.sealer().open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
    assertThat(again.sealer().digest(PLAINTEXT)).isEqualTo(keyring.sealer().digest(PLAINTEXT));
    assertThat(again.toBytes()).isEqualTo(keyring.toBytes());
    assertThat(again.generation()).isEqualTo(1);
  }

  @Test
  void twoKeyringsShareNoKey() {
    Keyring other = Keyring.create(masterKey(), STORE_ID);

    byte[] sealed = keyring.sealer().seal(1, PLAINTEXT, BINDING);

    assertThatThrownBy(() -> other.sealer().open(1, sealed, BINDING)).isNotNull();
    assertThat(other.sealer().digest(PLAINTEXT)).isNotEqualTo(keyring.sealer().digest(PLAINTEXT));
    assertThat(other.deriveKey("coffer/a/v1", BINDING))
        .isNotEqualTo(keyring.deriveKey("coffer/a/v1", BINDING));
  }

  @Test
  void anotherMasterKeyIsNamedAndOpensNothing() {
    assertThatThrownBy(() -> Keyring.open(keyring.toBytes(), anotherMasterKey()))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("file:/keys/another.key")
        .hasMessageContaining("made with another one");
  }

  @Test
  void aKeyThatMovesIntoTheEnvironmentStillOpens() {
    MasterKey moved = RawMasterKey.of("env:KEY", Slot.ENVIRONMENT, Fixtures.MASTER_KEY_BYTES);

    assertThat(Keyring.open(keyring.toBytes(), moved).storeId()).isEqualTo(STORE_ID);
  }

  @Test
  void ofSeveralSlotsTheOneThatFitsOpens() {
    byte[] several = new KeyringBuilder()
        .foreignSlot(Slot.PASSPHRASE, new byte[64], new byte[104])
        .foreignSlot(Slot.KEY_SERVICE, new byte[40], new byte[4096])
        .slotFor(anotherMasterKey())
        .slotFor(masterKey())
        .build();

    assertThat(Keyring.open(several, masterKey()).generation()).isEqualTo(3);
    assertThat(Keyring.open(several, anotherMasterKey()).generation()).isEqualTo(3);
  }

  @Test
  void whereNoSlotIsForThisKindOfKeyTheKindsAreNamed() {
    byte[] foreign = new KeyringBuilder()
        .foreignSlot(Slot.PASSPHRASE, new byte[64], new byte[104])
        .foreignSlot(Slot.KEY_SERVICE, new byte[0], new byte[4096])
        .foreignSlot(999, new byte[0], new byte[1])
        .build();

    assertThatThrownBy(() -> Keyring.open(foreign, masterKey()))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("file:/keys/master.key")
        .hasMessageContaining("passphrase, key service, unknown kind 999");
  }

  @Test
  void aDerivedKeyIsTheSameForTheStoresLifeAndItsOwnForEachLabelAndContext() {
    byte[] key = keyring.deriveKey("coffer/file/mac/v1", new byte[] {1, 2});

    assertThat(key).hasSize(32);
    assertThat(Keyring.open(keyring.toBytes(), masterKey())
            .deriveKey("coffer/file/mac/v1", new byte[] {1, 2}))
        .isEqualTo(key);
    assertThat(keyring.deriveKey("coffer/file/mac/v2", new byte[] {1, 2})).isNotEqualTo(key);
    assertThat(keyring.deriveKey("coffer/file/mac/v1", new byte[] {1})).isNotEqualTo(key);
    assertThat(keyring.deriveKey("coffer/file/mac/v1", new byte[0])).isNotEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mac",
        "coffer/v1",
        "coffer/mac",
        "coffer/mac/v0",
        "coffer/mac/v1/more/v1",
        "coffer/Mac/v1",
        "coffer/root/v1",
        "coffer/scope/v1",
        "coffer/key/v1",
        "coffer/check/v1"
      })
  void aLabelThatCouldMeetADigestOrAnotherLabelIsRefused(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keyring.deriveKey(label, new byte[0]))
        .withMessageContaining("coffer/file/mac/v1");
  }

  @Test
  void aStoreIdHasSixteenBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyring.create(masterKey(), new byte[15]))
        .withMessageContaining("16")
        .withMessageContaining("15");
  }

  @Test
  void arraysAreCopiedOnTheWayInAndOut() {
    byte[] id = STORE_ID.clone();
    Keyring own = Keyring.create(masterKey(), id);
    byte[] bytes = own.toBytes();

    Arrays.fill(id, (byte) 0);
    Arrays.fill(own.storeId(), (byte) 0);
    Arrays.fill(own.toBytes(), (byte) 0);

    assertThat(own.storeId()).isEqualTo(STORE_ID);
    assertThat(own.toBytes()).isEqualTo(bytes);
  }

  @Test
  void aClosedKeyringHasNoKeysAndItsSealersLiveOn() {
    RecordSealer sealer = keyring.sealer();

    keyring.close();
    keyring.close();

    assertThat(sealer.digest(BINDING)).hasSize(16);
    assertThatIllegalStateException().isThrownBy(keyring::toBytes);
    assertThatIllegalStateException().isThrownBy(keyring::storeId);
    assertThatIllegalStateException().isThrownBy(keyring::generation);
    assertThatIllegalStateException().isThrownBy(keyring::sealer);
    assertThatIllegalStateException()
        .isThrownBy(() -> keyring.deriveKey("coffer/a/v1", new byte[0]));
    assertThat(keyring).asString().contains("generation=1");
  }
}
