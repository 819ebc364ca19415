package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyOptionsTest {

  @Test
  void theOptionIsRequiredAndSecret() {
    assertThat(MasterKeyOptions.MASTER_KEY.name()).isEqualTo("master-key");
    assertThat(MasterKeyOptions.MASTER_KEY.isRequired()).isTrue();
    assertThat(MasterKeyOptions.MASTER_KEY.isSecret()).isTrue();
  }

  @Test
  void aStoreThatWantsANewKeyIsRefusedOneThatIsThere(@TempDir Path directory) {
    StorageOptions options =
        options("file:" + directory.resolve("key")).with(MasterKeyOptions.NEW_MASTER_KEY, true);

    MasterKeyOptions.openOrCreate(options).close();

    assertThatThrownBy(() -> MasterKeyOptions.openOrCreate(options))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContainingAll(directory.resolve("key").toString(), "is there already");
    MasterKeyOptions.openOrCreate(options.with(MasterKeyOptions.NEW_MASTER_KEY, false))
        .close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:APP_KEY",
        "passphrase",
        "hcvault://vault.example:8200/transit/keys/app",
        "gcp-kms://projects/p/locations/l/keyRings/r/cryptoKeys/k",
        "export:/safe/export"
      })
  void whereNoKeyIsMadeNoneCanBeNewAndTheMessageSaysWhatToDo(String place) {
    StorageOptions options = options(place)
        .with(MasterKeyOptions.PASSPHRASE, Passphrase.of("correct horse".toCharArray()))
        .with(StorageOptions.CREATE, true)
        .with(MasterKeyOptions.NEW_MASTER_KEY, true);

    assertThat(MasterKeyOptions.problems(options))
        .singleElement()
        .asString()
        .contains("'new-master-key'", "Leave 'new-master-key' out", "take 'create' out again")
        .contains("master-key=" + place.substring(0, 3));
    assertThatThrownBy(() -> MasterKeyOptions.openOrCreate(options))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("nobody could tell whether the key is new");
    assertThat(MasterKeyOptions.problems(options.with(MasterKeyOptions.NEW_MASTER_KEY, false)))
        .isEmpty();
    assertThat(MasterKeyOptions.problems(options.with(StorageOptions.CREATE, false)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:./master.key", "os-keyring:coffer/alice"})
  void whereAKeyIsMadeItMayHaveToBeNew(String place) {
    assertThat(MasterKeyOptions.problems(options(place)
            .with(StorageOptions.CREATE, true)
            .with(MasterKeyOptions.NEW_MASTER_KEY, true)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2 is my password", "FILE:/x", "C:\\keys\\x", ":", "/keys/x"})
  void anUnknownKindIsAnsweredWithTheKnownOnes(String value) {
    assertThat(MasterKeyOptions.problems(options(value)))
        .singleElement()
        .asString()
        .contains(
            "'master-key'",
            "env:NAME, export:PATH, file:PATH, gcp-kms",
            value.length() + " characters")
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> MasterKeyOptions.open(options(value)))
        .isInstanceOf(StorageConfigurationException.class);
    assertThatThrownBy(() -> MasterKeyOptions.openOrCreate(options(value)))
        .isInstanceOf(StorageConfigurationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:",
        "env:A B",
        "env:1A",
        "env:A=B",
        "file:",
        "file: ",
        "file:/",
        "file:a\u0000b"
      })
  void aPlaceThatCannotBeIsAProblem(String value) {
    assertThat(MasterKeyOptions.problems(options(value)))
        .singleElement()
        .asString()
        .contains("'master-key'")
        .contains(value.startsWith("env") ? "env:NAME" : "file:PATH");
  }

  @Test
  void aKeyInPlaceOfAPlaceIsNotRepeated() {
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(MASTER_KEY_BYTES);
    String hex = HexFormat.of().formatHex(MASTER_KEY_BYTES);

    assertThat(new String[] {"env:" + base64, "file:" + hex, "file:" + base64, "env:" + hex})
        .allSatisfy(value -> assertThat(MasterKeyOptions.problems(options(value)))
            .singleElement()
            .asString()
            .contains("holds a key itself")
            .doesNotContain(base64)
            .doesNotContain(hex));
  }

  @Test
  void whatCanBeAPlaceIsNoProblem() {
    assertThat(MasterKeyOptions.problems(options("file:./master.key"))).isEmpty();
    assertThat(MasterKeyOptions.problems(options("env:APP_KEY"))).isEmpty();
    assertThat(MasterKeyOptions.problems(StorageOptions.of("any"))).isEmpty();
  }

  @Test
  void withoutTheOptionThereIsNoKey() {
    assertThatThrownBy(() -> MasterKeyOptions.open(StorageOptions.of("any")))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("'master-key' is missing");
  }

  @Test
  void theValueChoosesTheKind(@TempDir Path directory) {
    StorageOptions file = options("file:" + directory.resolve("master.key"));
    MasterKeys keys = MasterKeys.of(new EnvironmentMasterKeys(
        Map.of("APP_KEY", HexFormat.of().formatHex(MASTER_KEY_BYTES))::get));

    assertThat(keys.open(options("env:APP_KEY")).source()).isEqualTo("env:APP_KEY");
    assertThatThrownBy(() -> MasterKeyOptions.open(file))
        .isInstanceOf(KeyUnavailableException.class);
    assertThat(MasterKeyOptions.openOrCreate(file).source()).startsWith("file:/");
    assertThat(MasterKeyOptions.open(file).source()).startsWith("file:/");
  }

  private static StorageOptions options(String value) {
    return StorageOptions.of("any").with("master-key", value);
  }
}
