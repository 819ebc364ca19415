package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage by accident, and editing on purpose: who edits makes the checksum right again. */
class KeyringTamperingTest {

  private final byte[] keyring = new KeyringBuilder()
      .slotFor(masterKey())
      .foreignSlot(Slot.PASSPHRASE, new byte[40], new byte[104])
      .epochs(
          Fixtures.epoch(1, EpochState.DESTROYED),
          Fixtures.epoch(2, EpochState.CLOSED),
          Fixtures.epoch(3, EpochState.PRIMARY))
      .extensions(new Extension(5, 0, new byte[] {1, 2, 3}))
      .build();

  @Test
  void theKeyringOpensAsItIs() {
    assertThat(Keyring.open(keyring, masterKey()).storeId()).isEqualTo(STORE_ID);
  }

  @Test
  void everyFlippedBitIsRefused() {
    List<String> accepted = new ArrayList<>();
    for (int bit = 0; bit < keyring.length * 8; bit++) {
      if (opens(flipped(bit))) {
        accepted.add("bit " + bit);
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void everyFlippedBitUnderARightChecksumIsRefused() {
    List<String> accepted = new ArrayList<>();
    int checksum = keyring.length - KeyringFormat.MAC_LENGTH - Integer.BYTES;
    for (int bit = 0; bit < keyring.length * 8; bit++) {
      boolean inChecksum = bit / 8 >= checksum && bit / 8 < checksum + Integer.BYTES;
      if (!inChecksum && opens(Fixtures.withChecksum(flipped(bit)))) {
        accepted.add("bit " + bit);
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void everyTruncationAndAnythingBehindTheEndIsRefused() {
    List<Integer> accepted = new ArrayList<>();
    for (int length = 0; length < keyring.length; length++) {
      if (opens(Arrays.copyOf(keyring, length))) {
        accepted.add(length);
      }
    }
    assertThat(accepted).isEmpty();
    assertThat(opens(Arrays.copyOf(keyring, keyring.length + 1))).isFalse();
  }

  /** By each kind of master key: the passphrase derives anew where its salt or cost is changed. */
  @Test
  void everyFlippedByteUnderARightChecksumIsRefusedByEveryKindOfKey() {
    FakeKeyService service = new FakeKeyService();
    MasterKey passphrase = new PassphraseMasterKey(
        "correct horse battery staple".getBytes(UTF_8),
        new Argon2idCost(Argon2idCost.MIN_MEMORY, Argon2idCost.MIN_ITERATIONS, 1),
        new SecureRandom());
    MasterKey remote =
        new KeyServiceMasterKey(FakeKeyService.KEY, service.getAead(FakeKeyService.KEY));
    byte[] several = new KeyringBuilder()
        .slotFor(passphrase)
        .slotFor(remote)
        .slotFor(masterKey())
        .build();
    int checksum = several.length - KeyringFormat.MAC_LENGTH - Integer.BYTES;
    List<String> accepted = new ArrayList<>();
    for (MasterKey key : List.of(passphrase, remote, masterKey())) {
      assertThat(opens(several, key)).isTrue();
      for (int at = 0; at < several.length; at++) {
        byte[] flipped = several.clone();
        flipped[at] ^= 1;
        boolean inChecksum = at >= checksum && at < checksum + Integer.BYTES;
        if (opens(inChecksum ? flipped : Fixtures.withChecksum(flipped), key)) {
          accepted.add(key.source() + " byte " + at);
        }
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void anAccidentIsToldFromEditing() {
    assertThatThrownBy(() -> Keyring.open(flipped(400), masterKey()))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("checksum");

    byte[] edited = flipped(8 * keyring.length - 1);
    assertThatThrownBy(() -> Keyring.open(edited, masterKey()))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("edited")
        .hasMessageContaining("MAC");
  }

  private byte[] flipped(int bit) {
    byte[] copy = keyring.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }

  private static boolean opens(byte[] bytes) {
    return opens(bytes, masterKey());
  }

  private static boolean opens(byte[] bytes, MasterKey masterKey) {
    try (Keyring opened = Keyring.open(bytes, masterKey)) {
      return opened.generation() >= 0;
    } catch (KeyUnavailableException refused) {
      return false;
    }
  }
}
