package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.FakeKeyService.KEY;
import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordSealer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Master keys that never leave their key service, which may be far away, or down. */
class KeyServiceMasterKeysTest {

  private final FakeKeyService service = new FakeKeyService();
  private final TestBackend backend = new TestBackend();
  private final TinkSealerProvider provider = new TinkSealerProvider();
  private final StorageOptions options = StorageOptions.of("any")
      .with("master-key", KEY)
      .with(MasterKeyOptions.KEY_SERVICE, service)
      .with("create", "true");

  @Test
  void openingTakesOneCallAndDataTakesNone() throws Exception {
    provider.open(options, backend).close();
    service.calls.set(0);

    RecordSealer sealer = provider.open(options, backend);
    assertThat(service.calls).hasValue(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(sealer.open(1, sealer.seal(1, PLAINTEXT, BINDING), BINDING)).isEqualTo(PLAINTEXT);
    }

    assertThat(service.calls).hasValue(1);
  }

  @Test
  void creationTakesTwoCallsOneAfterTheOther() {
    provider.open(options, backend).close();

    assertThat(service.calls).hasValue(2);
    assertThat(service.spent.get()).isEqualTo(FakeKeyService.LATENCY.multipliedBy(2));
  }

  @Test
  void aServiceThatIsDownAtOpeningIsToldAndNothingIsWritten() {
    provider.open(options, backend).close();
    backend.changes.clear();
    service.down = true;

    assertThatThrownBy(() -> provider.open(options, backend))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("did not unwrap the store's key with " + KEY)
        .hasMessageContaining("IllegalStateException")
        .hasMessageContaining("cannot be reached")
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
    assertThat(backend.changes).isEmpty();

    service.down = false;
    assertThat(provider.open(options, backend).epoch()).isEqualTo(1);
  }

  @Test
  void aServiceThatIsDownAtCreationMakesNothing() {
    service.down = true;

    assertThatThrownBy(() -> provider.open(options, backend))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("did not wrap");
    assertThat(backend.changes).isEmpty();
  }

  @Test
  void aServiceThatGoesDownAfterwardsDoesNoHarm() throws Exception {
    RecordSealer sealer = provider.open(options, backend);
    service.down = true;

    byte[] sealed = sealer.seal(1, PLAINTEXT, BINDING);

    assertThat(sealer.open(1, sealed, BINDING)).isEqualTo(PLAINTEXT);
  }

  @Test
  void aSlotOfAnotherKeyIsNotEvenAsked() {
    byte[] keyring = Keyring.create(key(KEY), STORE_ID).toBytes();
    service.calls.set(0);

    assertThatThrownBy(() -> Keyring.open(keyring, key(KEY.replace("1234abcd", "ffffffff"))))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("made with another one");
    assertThat(service.calls).hasValue(0);
  }

  @Test
  void itOpensBesideOtherKinds() {
    byte[] several = new KeyringBuilder()
        .slotFor(key(KEY.replace("1234abcd", "ffffffff")))
        .slotFor(masterKey())
        .slotFor(key(KEY))
        .build();

    assertThat(Keyring.open(several, key(KEY)).generation()).isEqualTo(3);
    assertThat(Keyring.open(several, masterKey()).generation()).isEqualTo(3);
  }

  /** What is wrapped has 32 bytes whatever the keyring holds, far below what services take. */
  @Test
  void theLargestKeyringStillAsksForLittle() {
    Epoch[] epochs = new Epoch[1_000];
    Arrays.setAll(
        epochs,
        i -> Fixtures.epoch(i + 1, i == 999 ? EpochState.PRIMARY : EpochState.DECRYPT_ONLY));
    byte[] keyring = new KeyringBuilder().slotFor(key(KEY)).epochs(epochs).build();

    assertThat(keyring.length).isGreaterThan(20 * FakeKeyService.LIMIT);
    assertThat(Keyring.open(keyring, key(KEY)).sealer().epoch()).isEqualTo(1_000);
  }

  @Test
  void anAnswerTooLongForASlotIsRefused() {
    MasterKey talkative = new KeyServiceMasterKey(KEY, new Aead() {
      @Override
      public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
        return new byte[4_097];
      }

      @Override
      public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
        return new byte[31];
      }
    });

    assertThatThrownBy(() -> Keyring.create(talkative, STORE_ID))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("4097")
        .hasMessageContaining("at most 4096");
    byte[] keyring = new KeyringBuilder()
        .foreignSlot(Slot.KEY_SERVICE, talkative.newSlotParameters(), new byte[10])
        .build();
    assertThatThrownBy(() -> Keyring.open(keyring, talkative))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("another length");
  }

  @Test
  void aClientForOtherKeysIsRefused() {
    StorageOptions other = options.with(
        "master-key", "gcp-kms://projects/p/locations/global/keyRings/coffer/cryptoKeys/main");

    assertThatThrownBy(() -> MasterKeyOptions.open(other))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("is for other keys");
  }

  /** Tink's clients are here to compile with, and what they need themselves is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:alias/coffer",
        "gcp-kms://projects/p/locations/global/keyRings/coffer/cryptoKeys/main"
      })
  void withoutTheLibraryTheErrorNamesIt(String uri) {
    assertThatThrownBy(
            () -> MasterKeyOptions.open(StorageOptions.of("any").with("master-key", uri)))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining(uri)
        .hasMessageContaining("needs the library com.google.crypto.tink:tink-")
        .hasMessageContaining("NoClassDefFoundError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-kms:",
        "aws-kms://",
        "aws-kms://key/1234",
        "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1",
        "gcp-kms://projects/p",
        "gcp-kms://projects/p/locations/global/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1",
        "hcvault://vault:8200",
        "hcvault://user:hunter2@vault:8200/transit/keys/k",
        "hcvault://vault/transit/keys/../k",
        "hcvault://vault/transit/keys/k?hunter2"
      })
  void aNameThatIsNoKeysIsAProblem(String uri) {
    assertThat(MasterKeyOptions.problems(StorageOptions.of("any").with("master-key", uri)))
        .singleElement()
        .asString()
        .contains("'master-key' must be " + uri.substring(0, uri.indexOf(':')) + "://")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "aws-kms://arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef12345678",
        "aws-kms://arn:aws-cn:kms:cn-north-1:111122223333:alias/Coffer/Production_2",
        "gcp-kms://projects/my-project-123/locations/europe-west3/keyRings/Coffer-Prod/cryptoKeys/k1",
        "hcvault://vault.example.com:8200/transit/keys/coffer",
        "hcvault://vault/team_a/transit/keys/coffer.v1"
      })
  void aNameOfAKeyIsNone(String uri) {
    assertThat(MasterKeyOptions.problems(StorageOptions.of("any").with("master-key", uri)))
        .isEmpty();
  }

  @Test
  void aClosedKeyCallsNothing() {
    MasterKey key = key(KEY);
    key.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> key.wrap(new byte[32], new byte[0], new byte[0]));
    assertThat(service.calls).hasValue(0);
    assertThat(key).asString().isEqualTo("MasterKey[" + KEY + "]");
  }

  private MasterKey key(String uri) {
    return MasterKeyOptions.open(options.with("master-key", uri));
  }
}
