package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordSealer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every suite seals, opens, refuses what was changed, and is what its name says. */
class SuiteTest {

  /** Bytes that each suite adds: prefix and epoch, nonce, tag. */
  private static final Map<Suite, Integer> OVERHEAD = Map.of(
      Suite.XAES_256_GCM_192_BIT_NONCE, 5 + 24 + 16,
      Suite.AES_256_GCM, 5 + 12 + 16,
      Suite.AES_256_GCM_SIV, 5 + 12 + 16,
      Suite.AES_256_CTR_HMAC_SHA_256, 5 + 16 + 32);

  @ParameterizedTest
  @EnumSource
  void opensWhatItHasSealedAndNothingElse(Suite suite) throws Exception {
    RecordSealer sealer = Keyring.create(masterKey(), STORE_ID, suite).sealer();

    for (int length : new int[] {0, 1, 15, 16, 17, 1_200, 262_144}) {
      byte[] plaintext = new byte[length];
      Arrays.fill(plaintext, (byte) 'x');
      byte[] sealed = sealer.seal(1, plaintext, BINDING);

      assertThat(sealed).hasSize(length + OVERHEAD.get(suite)).startsWith(1, 0, 0, 0, 1);
      assertThat(sealer.open(1, sealed, BINDING)).isEqualTo(plaintext);
      assertThat(sealer.seal(1, plaintext, BINDING)).isNotEqualTo(sealed);
    }
    byte[] sealed = sealer.seal(1, PLAINTEXT, BINDING);
    assertThatThrownBy(() -> sealer.open(1, sealed, PLAINTEXT))
        .isInstanceOf(GeneralSecurityException.class);
    assertThat(changed(sealed))
        .allSatisfy(wrong -> assertThatThrownBy(() -> sealer.open(1, wrong, BINDING))
            .isInstanceOf(GeneralSecurityException.class));
  }

  private static List<byte[]> changed(byte[] sealed) {
    List<byte[]> wrong = new ArrayList<>();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] copy = sealed.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      wrong.add(copy);
    }
    for (int length = 0; length < sealed.length; length++) {
      wrong.add(Arrays.copyOf(sealed, length));
    }
    return wrong;
  }

  @ParameterizedTest
  @EnumSource
  void anIndependentReaderOpensItByTheStandardsLetter(Suite suite) throws Exception {
    Keyring keyring = Keyring.create(masterKey(), STORE_ID, suite);
    IndependentReader reader = new IndependentReader(keyring.toBytes(), MASTER_KEY_BYTES);

    assertThat(reader.epochs).containsExactly("1 2 " + suite.number());
    for (int length : new int[] {0, 1, 16, 33, 1_200}) {
      byte[] plaintext = Arrays.copyOf(PLAINTEXT, length);
      byte[] sealed = keyring.sealer().seal(1, plaintext, BINDING);
      assertThat(reader.open(sealed, BINDING)).isEqualTo(plaintext);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyringOpensAgainWithItsSuite(Suite suite) throws Exception {
    Keyring keyring = Keyring.create(masterKey(), STORE_ID, suite);
    byte[] sealed = keyring.sealer().seal(1, PLAINTEXT, BINDING);

    RecordSealer again = Keyring.open(keyring.toBytes(), masterKey()).sealer();

    assertThat(again.suite(1)).isEqualTo(suite.number());
    assertThat(again.open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest
  @EnumSource
  void theOptionChoosesItForANewStoreAndAnOldOneKeepsItsOwn(Suite suite, @TempDir Path directory) {
    TinkSealerProvider provider = new TinkSealerProvider();
    TestBackend backend = new TestBackend();
    StorageOptions options = StorageOptions.of("any")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("suite", suite.id())
        .with("create", "true");

    assertThat(provider.open(options, backend).suite(1)).isEqualTo(suite.number());
    for (Suite other : Suite.values()) {
      assertThat(provider.open(options.with("suite", other.id()), backend).suite(1))
          .isEqualTo(suite.number());
    }
  }

  @Test
  void numbersAndIdsStayForEver() {
    assertThat(Suite.values())
        .extracting(suite -> suite.number() + " " + suite.id())
        .containsExactly(
            "1 xaes-256-gcm", "2 aes-256-gcm", "3 aes-256-gcm-siv", "4 aes-256-ctr-hmac-sha-256");
    assertThat(Suite.of(StorageOptions.of("any"))).isEqualTo(Suite.XAES_256_GCM_192_BIT_NONCE);
    assertThat(Suite.withId("rot13")).isEmpty();
    assertThatThrownBy(() -> Suite.of(StorageOptions.of("any").with("suite", "rot13")))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("one of xaes-256-gcm, aes-256-gcm");
  }
}
