package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseMasterKeysTest {

  private static final String PASSPHRASE = "correct horse battery staple";

  /** The least that is taken, for the tests to be quick. */
  private static final Argon2idCost LEAST =
      new Argon2idCost(Argon2idCost.MIN_MEMORY, Argon2idCost.MIN_ITERATIONS, 1);

  private final PassphraseMasterKeys kind = new PassphraseMasterKeys(LEAST);

  @Test
  void aPassphraseOpensWhatItHasMade() throws Exception {
    Keyring keyring = Keyring.create(create(PASSPHRASE), STORE_ID);
    byte[] sealed = keyring.sealer().seal(1, PLAINTEXT, BINDING);

    Keyring again = Keyring.open(keyring.toBytes(), open(PASSPHRASE));

    assertThat(again.sealer().open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery stapl", "Correct horse battery staple", "x"})
  void aWrongPassphraseOpensNothingAndIsNotRepeated(String wrong) {
    byte[] keyring = Keyring.create(create(PASSPHRASE), STORE_ID).toBytes();

    assertThatUnavailable(() -> Keyring.open(keyring, open(wrong)))
        .hasMessageContaining("does not open with the master key passphrase")
        .hasMessageNotContaining("horse");
  }

  @Test
  void theStandardIsTheSecondRecommendationOfRfc9106() {
    byte[] parameters =
        new PassphraseMasterKeys().openOrCreate("", options(PASSPHRASE)).newSlotParameters();

    assertThat(HexFormat.of().formatHex(parameters))
        .startsWith("0001" + "00010000" + "00000003" + "00000004" + "00000010")
        .hasSize(2 * (2 + 12 + 4 + 16 + 4 + 32));
  }

  @Test
  void everySlotHasASaltOfItsOwn() {
    MasterKey key = create(PASSPHRASE);

    assertThat(key.newSlotParameters()).isNotEqualTo(key.newSlotParameters());
  }

  /** Each as an editor would write it, with the bound that it breaks; nothing is allocated. */
  @ParameterizedTest
  @CsvSource({
    "67108864, 3, 4, memory in KiB is 67108864",
    "4294967295, 3, 4, memory in KiB is 4294967295",
    "8, 3, 4, memory in KiB is 8",
    "19455, 3, 4, memory in KiB is 19455",
    "1048577, 3, 4, memory in KiB is 1048577",
    "65536, 1, 4, iterations is 1",
    "65536, 65, 4, iterations is 65",
    "65536, 4294967295, 4, iterations is 4294967295",
    "65536, 3, 0, parallelism is 0",
    "65536, 3, 17, parallelism is 17",
    "1048576, 9, 4, memory times iterations is 9437184"
  })
  void parametersBeyondTheirBoundsAreRefusedBeforeAnythingIsDerived(
      long memory, long iterations, long parallelism, String why) {
    byte[] parameters = create(PASSPHRASE).newSlotParameters();
    ByteBuffer.wrap(parameters)
        .putInt(2, (int) memory)
        .putInt(6, (int) iterations)
        .putInt(10, (int) parallelism);
    byte[] keyring = new KeyringBuilder()
        .foreignSlot(Slot.PASSPHRASE, parameters, new byte[72])
        .build();

    assertThatUnavailable(() -> Keyring.open(keyring, open(PASSPHRASE)))
        .hasMessageContaining(why)
        .hasMessageContaining("Nothing was derived");
  }

  @Test
  void parametersThatAreNoneAreRefused() {
    byte[] good = create(PASSPHRASE).newSlotParameters();
    byte[] scrypt = good.clone();
    scrypt[1] = 2;
    byte[] shortSalt = ByteBuffer.allocate(14 + 4 + 15 + 4 + 32)
        .put(good, 0, 14)
        .putInt(15)
        .position(33)
        .putInt(32)
        .array();

    assertThatUnavailable(() -> PassphraseSlot.read(scrypt))
        .hasMessageContaining("algorithm 2")
        .hasMessageContaining("newer release");
    assertThatUnavailable(() -> PassphraseSlot.read(shortSalt)).hasMessageContaining("15 bytes");
    assertThatUnavailable(() -> PassphraseSlot.read(Arrays.copyOf(good, good.length - 1)))
        .hasMessageContaining("damaged");
    assertThatUnavailable(() -> PassphraseSlot.read(Arrays.copyOf(good, good.length + 1)))
        .hasMessageContaining("damaged");
    assertThatUnavailable(() -> PassphraseSlot.read(new byte[0])).hasMessageContaining("damaged");
  }

  @Test
  void aCommitmentThatDisagreesIsToldBeforeTheKeyIsTried() {
    MasterKey key = create(PASSPHRASE);
    byte[] parameters = key.newSlotParameters();
    byte[] wrapped = key.wrap(new byte[32], parameters, BINDING);
    parameters[parameters.length - 1] ^= 1;

    assertThatThrownBy(() -> key.unwrap(wrapped, parameters, BINDING))
        .hasMessage("The slot is for another passphrase.");
  }

  @Test
  void ofSeveralSlotsThePassphraseTriesItsOwnKindAlone() {
    byte[] several = new KeyringBuilder()
        .slotFor(masterKey())
        .slotFor(create("another passphrase altogether"))
        .slotFor(create(PASSPHRASE))
        .build();

    assertThat(Keyring.open(several, open(PASSPHRASE)).generation()).isEqualTo(3);
    assertThat(Keyring.open(several, masterKey()).generation()).isEqualTo(3);
  }

  @Test
  void aNewPassphraseIsLongEnoughAndAnOldOneNeedNotBe() {
    assertThatRefused(() -> create("eleven char"))
        .hasMessageContaining("12 characters")
        .hasMessageContaining("this one 11")
        .hasMessageNotContaining("eleven");
    assertThat(create("twelve chars").source()).isEqualTo("passphrase");
    assertThat(open("short").source()).isEqualTo("passphrase");
  }

  @Test
  void whatIsNoPassphraseIsRefused() {
    assertThatRefused(() -> open("")).hasMessageContaining("this one 0");
    assertThatRefused(() -> open("é".repeat(513))).hasMessageContaining("this one 1026");
    assertThatRefused(() -> open("half a pair: \uD83D")).hasMessageContaining("surrogate");
  }

  @Test
  void aPersonIsAskedInAnotherWayForANewPassphrase() {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger created = new AtomicInteger();
    StorageOptions options = StorageOptions.of("any")
        .with(MasterKeyOptions.PASSPHRASE, new Passphrase() {
          @Override
          public char[] toOpen() {
            opened.incrementAndGet();
            return PASSPHRASE.toCharArray();
          }

          @Override
          public char[] toCreate() {
            created.incrementAndGet();
            return PASSPHRASE.toCharArray();
          }
        });

    kind.openOrCreate("", options).close();
    assertThat(created).hasValue(1);
    assertThat(opened).hasValue(0);
    kind.open("", options).close();
    assertThat(opened).hasValue(1);
  }

  @Test
  void theCharactersThatWereHandedOverAreWiped() {
    char[] handed = PASSPHRASE.toCharArray();
    char[] own = PASSPHRASE.toCharArray();
    StorageOptions asked = StorageOptions.of("any").with(MasterKeyOptions.PASSPHRASE, () -> handed);
    StorageOptions given =
        StorageOptions.of("any").with(MasterKeyOptions.PASSPHRASE, Passphrase.of(own));

    kind.open("", asked).close();
    kind.open("", given).close();

    assertThat(handed).containsOnly('\0');
    assertThat(own).containsExactly(PASSPHRASE.toCharArray());
  }

  @Test
  void noTextIsAPassphrase() {
    StorageOptions text =
        StorageOptions.of("any").with("master-key", "passphrase").with("passphrase", PASSPHRASE);
    StorageOptions behind = StorageOptions.of("any").with("master-key", "passphrase:" + PASSPHRASE);
    StorageOptions none = StorageOptions.of("any").with("master-key", "passphrase");

    assertThatThrownBy(() -> MasterKeyOptions.open(text))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("cannot be given as a text")
        .hasMessageNotContaining("horse");
    assertThat(MasterKeyOptions.problems(behind))
        .singleElement()
        .asString()
        .contains("never an option's text")
        .doesNotContain("horse");
    assertThat(MasterKeyOptions.problems(none))
        .singleElement()
        .asString()
        .contains("hands no passphrase over");
  }

  @Test
  void aClosedKeyDerivesNothing() {
    MasterKey key = open(PASSPHRASE);
    key.close();
    key.close();

    assertThatIllegalStateException().isThrownBy(key::newSlotParameters);
    assertThat(key).asString().isEqualTo("MasterKey[passphrase]");
  }

  private MasterKey open(String passphrase) {
    return kind.open("", options(passphrase));
  }

  private MasterKey create(String passphrase) {
    return kind.openOrCreate("", options(passphrase));
  }

  private static StorageOptions options(String passphrase) {
    return StorageOptions.of("any")
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of(passphrase.toCharArray()));
  }

  private static AbstractThrowableAssert<?, ?> assertThatRefused(ThrowingCallable refused) {
    return assertThatThrownBy(refused).isInstanceOf(StorageConfigurationException.class);
  }

  private static AbstractThrowableAssert<?, ?> assertThatUnavailable(ThrowingCallable refused) {
    return assertThatThrownBy(refused).isInstanceOf(KeyUnavailableException.class);
  }
}
