package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A keyring that was written once with a slot of every kind and an epoch of every suite and state,
 * and its export: what any release has to read for ever. The independent reader opens all of it,
 * passphrases by what the reference implementation of Argon2id has derived. Never written anew.
 */
class GoldenKindsTest {

  /** The suite of each epoch that opens. */
  private static final Map<Integer, Suite> OPENING = Map.of(
      3, Suite.AES_256_GCM,
      4, Suite.AES_256_GCM_SIV,
      5, Suite.AES_256_CTR_HMAC_SHA_256,
      6, Suite.XAES_256_GCM_192_BIT_NONCE);

  private final Properties golden = new Properties();

  @BeforeEach
  void read() throws Exception {
    try (InputStream in =
        GoldenKindsTest.class.getResourceAsStream("/keyring-v1-kinds.properties")) {
      golden.load(in);
    }
  }

  @Test
  void everyKindOfMasterKeyOpensItAndReadsWhatItsSuitesHaveSealed() throws Exception {
    FakeKeyService service = new FakeKeyService();
    for (MasterKey key : List.of(
        passphrase(),
        RawMasterKey.of("file:/golden.key", Slot.FILE, bytes("masterKey")),
        new KeyServiceMasterKey(
            golden.getProperty("serviceUri"), service.getAead(golden.getProperty("serviceUri"))))) {
      Keyring keyring = Keyring.open(bytes("keyring"), key);

      assertThat(keyring.storeId()).isEqualTo(bytes("storeId"));
      assertThat(keyring.sealer().digest(bytes("input"))).isEqualTo(bytes("digest"));
      for (int epoch : OPENING.keySet()) {
        assertThat(keyring.sealer().open(epoch, bytes("sealed" + epoch), bytes("binding")))
            .isEqualTo(bytes("plaintext"));
        assertThat(keyring.sealer().suite(epoch)).isEqualTo(OPENING.get(epoch).number());
      }
    }
  }

  @Test
  void theSlotOfTheSystemsKeyringOpensAlone() {
    Slot slot = KeyringFormat.decode(bytes("keyring")).slots().get(3);

    assertThat(slot.kind()).isEqualTo(Slot.OS_KEYRING);
    assertThat(slot.parameters()).isEqualTo("coffer/alice".getBytes(UTF_8));
    assertThat(new KeyringOpening(bytes("keyring"))
            .unwrap(slot, RawMasterKey.of("os-keyring:coffer/alice", 5, bytes("masterKey"))))
        .isNotNull();
  }

  @Test
  void theExportOpensByItsRecoveryPassphrase(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("golden.export"), bytes("export"));
    StorageOptions options = StorageOptions.of("any")
        .with("master-key", "export:" + file)
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(characters()));

    Keyring keyring = Keyring.open(bytes("keyring"), MasterKeyOptions.open(options));

    assertThat(keyring.sealer().digest(bytes("input"))).isEqualTo(bytes("digest"));
    assertThat(KeyringExport.read(bytes("export")).toBytes()).isEqualTo(bytes("export"));
  }

  @Test
  void anIndependentReaderFindsTheSameByEveryWay() throws Exception {
    for (IndependentReader reader : List.of(
        new IndependentReader(bytes("keyring"), bytes("masterKey")),
        new IndependentReader(bytes("keyring"), IndependentReader.derived(bytes("derived"))),
        new IndependentReader(
            bytes("keyring"),
            IndependentReader.service(golden.getProperty("serviceUri"), bytes("serviceKey"))),
        IndependentReader.ofExport(bytes("export"), bytes("exportDerived")))) {
      assertThat(reader.storeId).isEqualTo(golden.getProperty("storeId"));
      assertThat(reader.epochs)
          .containsExactly("1 5 1", "2 4 2", "3 3 2", "4 3 3", "5 3 4", "6 2 1", "7 1 4");
      assertThat(reader.recordKeys).containsOnlyKeys(2, 3, 4, 5, 6, 7);
      assertThat(reader.slots)
          .extracting(slot -> slot.substring(0, 3))
          .containsExactly("1 3", "2 1", "3 4", "4 5");
      assertThat(reader.slots.get(0)).contains("0001" + "00010000" + "00000003" + "00000004");
      assertThat(Arrays.copyOf(reader.prf(bytes("input")), 16)).isEqualTo(bytes("digest"));
      for (int epoch : OPENING.keySet()) {
        assertThat(reader.open(bytes("sealed" + epoch), bytes("binding")))
            .isEqualTo(bytes("plaintext"));
      }
    }
  }

  /** Epoch 2 is closed since then, epoch 6 primary; what nobody knows is kept. */
  @Test
  void theTimesOfItsEpochsAreAnExtension() throws Exception {
    IndependentReader reader = new IndependentReader(bytes("keyring"), bytes("masterKey"));

    assertThat(reader.extensions)
        .containsExactly(
            "1 0 00000002040000019ab697e80000000006020000019ab698d260",
            "9 0 " + HexFormat.of().formatHex("kept byte for byte".getBytes(US_ASCII)));
    assertThat(EpochTimes.of(KeyringFormat.decode(bytes("keyring")).extensions())
            .since(new Epoch(6, EpochState.PRIMARY, 1)))
        .contains(1_764_000_060_000L);
  }

  private MasterKey passphrase() {
    return new PassphraseMasterKeys()
        .open(
            "",
            StorageOptions.of("any")
                .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(characters())));
  }

  private char[] characters() {
    return new String(bytes("passphrase"), UTF_8).toCharArray();
  }

  private byte[] bytes(String name) {
    return HexFormat.of().parseHex(golden.getProperty(name));
  }
}
