package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A keyring that was written once, with a master key, a digest and a sealed text: what any release
 * has to read for ever, and what an independent reader finds in it. Never written anew.
 */
class KeyringGoldenTest {

  /** Argon2id over 64 MiB, three passes, one lane; a salt and a commitment. */
  private static final String PASSPHRASE = "0001" + "00010000" + "00000003" + "00000001"
      + "00000010" + hex("a salt of 16 b.!")
      + "00000020" + hex("a commitment of thirty-two bytes");

  private static final String KEY_SERVICE = hex("aws-kms://arn:aws:kms:eu-west-1:1:key/2");

  private final Properties golden = new Properties();
  private MasterKey masterKey;
  private Keyring keyring;

  @BeforeEach
  void read() throws Exception {
    try (InputStream in = KeyringGoldenTest.class.getResourceAsStream("/keyring-v1.properties")) {
      golden.load(in);
    }
    masterKey = RawMasterKey.of("file:/golden.key", Slot.FILE, bytes("masterKey"));
    keyring = Keyring.open(bytes("keyring"), masterKey);
  }

  @Test
  void productionCodeOpensIt() throws Exception {
    assertThat(keyring.storeId()).isEqualTo(bytes("storeId"));
    assertThat(keyring.generation()).isEqualTo(3);
    assertThat(keyring.toBytes()).isEqualTo(bytes("keyring"));
    assertThat(keyring.sealer().epoch()).isEqualTo(4);
    assertThat(keyring.sealer().digest(bytes("input"))).isEqualTo(bytes("digest"));
    assertThat(keyring.deriveKey("coffer/file/mac/v1", bytes("storeId")))
        .isEqualTo(bytes("derivedKey"));
    assertThat(keyring.sealer().open(4, bytes("sealed"), bytes("binding")))
        .isEqualTo(bytes("plaintext"));
  }

  @Test
  void anIndependentReaderFindsTheSame() throws Exception {
    IndependentReader reader = new IndependentReader(bytes("keyring"), bytes("masterKey"));

    assertThat(reader.storeId).isEqualTo(golden.getProperty("storeId"));
    assertThat(reader.generation).isEqualTo(3);
    assertThat(reader.slots).containsExactly("1 3 " + PASSPHRASE, "2 1 ", "3 4 " + KEY_SERVICE);
    assertThat(reader.epochs).containsExactly("1 5 1", "2 4 1", "3 3 1", "4 2 1", "5 1 1");
    assertThat(reader.recordKeys).containsOnlyKeys(2, 3, 4, 5);
    assertThat(reader.extensions).containsExactly("7 0 " + hex("kept byte for byte"));
    assertThat(Arrays.copyOf(reader.prf(bytes("input")), 16)).isEqualTo(bytes("digest"));
    assertThat(reader.open(bytes("sealed"), bytes("binding"))).isEqualTo(bytes("plaintext"));
  }

  @Test
  void aDerivedKeyIsTheDigestFunctionOfLabelLengthAndContext() throws Exception {
    IndependentReader reader = new IndependentReader(bytes("keyring"), bytes("masterKey"));
    byte[] input = ByteBuffer.allocate(18 + 4 + 16)
        .put("coffer/file/mac/v1".getBytes(US_ASCII))
        .putInt(16)
        .put(bytes("storeId"))
        .array();

    assertThat(reader.prf(input)).isEqualTo(bytes("derivedKey"));
  }

  @Test
  void whatIsWrittenTodayTheIndependentReaderReadsToo() throws Exception {
    Keyring today = Keyring.create(masterKey, bytes("storeId"));
    byte[] sealed = today.sealer().seal(1, bytes("plaintext"), bytes("binding"));

    IndependentReader reader = new IndependentReader(today.toBytes(), bytes("masterKey"));

    assertThat(reader.generation).isEqualTo(1);
    assertThat(reader.slots).containsExactly("1 1 ");
    assertThat(reader.epochs).containsExactly("1 2 1");
    assertThat(reader.extensions).isEmpty();
    assertThat(reader.open(sealed, bytes("binding"))).isEqualTo(bytes("plaintext"));
    assertThat(Arrays.copyOf(reader.prf(bytes("input")), 16))
        .isEqualTo(today.sealer().digest(bytes("input")));
  }

  @Test
  void rewritingGivesTheSameBytesUpToTheMac() {
    byte[] bytes = bytes("keyring");

    assertThat(KeyringFormat.encode(KeyringFormat.decode(bytes)))
        .isEqualTo(Arrays.copyOf(bytes, bytes.length - KeyringFormat.MAC_LENGTH));
  }

  private byte[] bytes(String name) {
    return HexFormat.of().parseHex(golden.getProperty(name));
  }

  private static String hex(String ascii) {
    return HexFormat.of().formatHex(ascii.getBytes(US_ASCII));
  }
}
