package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.epoch;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordSealer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TinkSealerTest {

  private final RecordSealer sealer = Keyring.create(masterKey(), STORE_ID).sealer();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_200, 262_144})
  void opensWhatItHasSealed(int length) throws Exception {
    byte[] plaintext = new byte[length];
    Arrays.fill(plaintext, (byte) 'x');

    byte[] sealed = sealer.seal(1, plaintext, BINDING);

    assertThat(sealer.open(1, sealed, BINDING)).isEqualTo(plaintext);
  }

  @Test
  void aSealedTextIsPrefixAndEpochThenNonceCiphertextAndTag() {
    byte[] sealed = sealer.seal(1, PLAINTEXT, BINDING);

    assertThat(sealed).hasSize(1 + 4 + 24 + PLAINTEXT.length + 16);
    assertThat(sealed[0]).isEqualTo((byte) 1);
    assertThat(ByteBuffer.wrap(sealed, 1, 4).getInt()).isEqualTo(1);
    assertThat(sealer.seal(1, PLAINTEXT, BINDING)).isNotEqualTo(sealed);
  }

  @Test
  void anotherBindingOpensNothing() {
    byte[] sealed = sealer.seal(1, PLAINTEXT, BINDING);

    assertThatThrownBy(() -> sealer.open(1, sealed, PLAINTEXT))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> sealer.open(1, sealed, new byte[0]))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    byte[] sealed = sealer.seal(1, PLAINTEXT, BINDING);
    List<byte[]> wrong = new ArrayList<>();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] copy = sealed.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      wrong.add(copy);
    }
    for (int length = 0; length < sealed.length; length++) {
      wrong.add(Arrays.copyOf(sealed, length));
    }

    assertThat(wrong)
        .allSatisfy(copy -> assertThatThrownBy(() -> sealer.open(1, copy, BINDING))
            .isInstanceOf(GeneralSecurityException.class));
  }

  @Test
  void aDigestHasSixteenBytesAndDependsOnAllOfItsInput() {
    assertThat(sealer.digest(PLAINTEXT)).hasSize(16).isEqualTo(sealer.digest(PLAINTEXT.clone()));
    assertThat(sealer.digest(new byte[0])).isNotEqualTo(sealer.digest(new byte[1]));
  }

  @Test
  void aTextOfOneEpochOpensAsNoOther() {
    RecordSealer two = sealerOf(epoch(1, EpochState.DECRYPT_ONLY), epoch(2, EpochState.PRIMARY));
    byte[] sealed = two.seal(2, PLAINTEXT, BINDING);

    assertThatThrownBy(() -> two.open(1, sealed, BINDING))
        .isInstanceOf(GeneralSecurityException.class);

    sealed[4] = 1;
    assertThatThrownBy(() -> two.open(1, sealed, BINDING))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> two.open(2, sealed, BINDING))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aKeySealsAndOpensAsItsStateSays(EpochState state) throws Exception {
    boolean primary = state == EpochState.PRIMARY;
    RecordSealer own = primary
        ? sealerOf(epoch(5, state))
        : sealerOf(epoch(5, state), epoch(9, EpochState.PRIMARY));

    if (primary) {
      assertThat(own.open(5, own.seal(5, PLAINTEXT, BINDING), BINDING)).isEqualTo(PLAINTEXT);
    } else {
      assertThatThrownBy(() -> own.seal(5, PLAINTEXT, BINDING))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining("epoch 5")
          .hasMessageContaining(state.name());
    }
    if (state.opens()) {
      assertThat(own.suite(5)).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> own.suite(5))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining(state.name());
      assertThatThrownBy(() -> own.open(5, new byte[100], BINDING))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("epoch 5");
    }
    assertThat(own.epoch()).isEqualTo(primary ? 5 : 9);
  }

  @Test
  void recordsOutliveTheirEpochsPrimacyUntilItIsClosed() throws Exception {
    KeysetHandle key = Keysets.newRecordKeyset(List.of(epoch(7, EpochState.PRIMARY)));
    byte[] sealed = sealerOf(key, epoch(7, EpochState.PRIMARY)).seal(7, PLAINTEXT, BINDING);

    for (EpochState state : List.of(EpochState.PRE_ACTIVE, EpochState.DECRYPT_ONLY)) {
      RecordSealer later =
          sealerOf(withPrimary(8, key), epoch(7, state), epoch(8, EpochState.PRIMARY));
      assertThat(later.open(7, sealed, BINDING)).isEqualTo(PLAINTEXT);
    }

    KeysetHandle.Builder closing = KeysetHandle.newBuilder(withPrimary(8, key));
    closing.getAt(0).setStatus(KeyStatus.DISABLED);
    RecordSealer closed =
        sealerOf(closing.build(), epoch(7, EpochState.CLOSED), epoch(8, EpochState.PRIMARY));
    assertThatThrownBy(() -> closed.open(7, sealed, BINDING))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void anEpochThatIsNotThereIsNamedAsTheUnsignedNumberItIs() {
    assertThatThrownBy(() -> sealer.seal(-1, PLAINTEXT, BINDING))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("4294967295");
    assertThatThrownBy(() -> sealer.suite(2)).isInstanceOf(KeyUnavailableException.class);
    assertThatThrownBy(() -> sealer.open(2, new byte[64], BINDING))
        .isInstanceOf(GeneralSecurityException.class);
    RecordSealer last = sealerOf(epoch(-1, EpochState.PRIMARY));
    assertThat(last.seal(last.epoch(), PLAINTEXT, BINDING)).startsWith(1, 0xFF, 0xFF, 0xFF, 0xFF);
  }

  @Test
  void aClosedSealerHasNoKeys() {
    sealer.close();
    sealer.close();

    assertThatIllegalStateException().isThrownBy(() -> sealer.seal(1, PLAINTEXT, BINDING));
    assertThatIllegalStateException().isThrownBy(() -> sealer.open(1, PLAINTEXT, BINDING));
    assertThatIllegalStateException().isThrownBy(() -> sealer.digest(PLAINTEXT));
    assertThatIllegalStateException().isThrownBy(() -> sealer.suite(1));
    assertThatIllegalStateException().isThrownBy(sealer::epoch);
    assertThatIllegalStateException().isThrownBy(sealer::storeId);
    assertThat(sealer).asString().contains("closed");
  }

  private static RecordSealer sealerOf(Epoch... epochs) {
    return Keyring.open(new KeyringBuilder().epochs(epochs).build(), masterKey())
        .sealer();
  }

  private static KeysetHandle withPrimary(int epoch, KeysetHandle keyset)
      throws GeneralSecurityException {
    return KeysetHandle.newBuilder(keyset)
        .setConfiguration(AeadConfig2026.get())
        .addEntry(
            KeysetHandle.generateEntryFromParameters(Suite.XAES_256_GCM_192_BIT_NONCE.parameters())
                .withFixedId(epoch)
                .makePrimary())
        .build();
  }

  private static RecordSealer sealerOf(KeysetHandle records, Epoch... epochs)
      throws GeneralSecurityException {
    return new TinkSealer(new StoreKeys(
        STORE_ID,
        Keysets.digests(Keysets.digestBytes(Keysets.newDigestKeyset())),
        List.of(epochs),
        Keysets.records(Keysets.recordBytes(records), List.of(epochs))));
  }
}
