package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.OPTIONS;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentMasterKeysTest {

  private static final byte[] ALL_ALPHABETS =
      Base64.getDecoder().decode("+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/+/8=");

  static Stream<String> spellings() {
    String base64 = Base64.getEncoder().encodeToString(ALL_ALPHABETS);
    String url = Base64.getUrlEncoder().encodeToString(ALL_ALPHABETS);
    String hex = HexFormat.of().formatHex(ALL_ALPHABETS);
    return Stream.of(
        base64,
        base64.replace("=", ""),
        url,
        url.replace("=", ""),
        hex,
        hex.toUpperCase(java.util.Locale.ROOT),
        " " + base64 + "\n");
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void aKeyIsReadInEverySpelling(String text) {
    byte[] keyring = Keyring.create(
            RawMasterKey.of("env:SAME", Slot.ENVIRONMENT, ALL_ALPHABETS), STORE_ID)
        .toBytes();

    MasterKey key = keys(Map.of("APP_KEY", text)).open("APP_KEY", OPTIONS);

    assertThat(Keyring.open(keyring, key).storeId()).isEqualTo(STORE_ID);
    assertThat(key.source()).isEqualTo("env:APP_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "YSBjYW5hcnkgb2YgdGhpcnR5LW9uZSBieXRlcyAhIQ==",
        "YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISEh",
        "YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhIS+_",
        "61",
        "zz20612063616e617279206f66207468697274792d74776f20627974657320212"
      })
  void anythingElseIsRefusedByTheVariablesNameAlone(String text) {
    assertThatThrownBy(() -> keys(Map.of("APP_KEY", text)).open("APP_KEY", OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("APP_KEY")
        .hasMessageContaining("32 bytes")
        .hasMessageContaining(text.length() + " characters")
        .hasMessageNotContaining(text.length() > 2 ? text : "'61'");
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatThrownBy(() -> keys(Map.of()).open("APP_KEY", OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("APP_KEY is not set")
        .hasMessageContaining("created with");
    assertThatThrownBy(() -> keys(Map.of("APP_KEY", " ")).open("APP_KEY", OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("APP_KEY is not set");
  }

  @Test
  void aKeyIsNeverMadeAndTheErrorSaysHowTo() {
    assertThatThrownBy(() -> keys(Map.of()).openOrCreate("APP_KEY", OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("APP_KEY is not set")
        .hasMessageContaining("openssl rand -base64 32");
  }

  @Test
  void aKeyThatIsThereIsTakenOnCreationToo() {
    String hex = HexFormat.of().formatHex(MASTER_KEY_BYTES);

    MasterKey key = keys(Map.of("APP_KEY", hex)).openOrCreate("APP_KEY", OPTIONS);

    assertThat(key.slotKind()).isEqualTo(Slot.ENVIRONMENT);
  }

  private static MasterKeyKind keys(Map<String, String> environment) {
    return new EnvironmentMasterKeys(environment::get);
  }
}
