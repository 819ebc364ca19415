package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a key, and so not repeated, among texts that should say where one is. */
class KeyTextTest {

  private static final byte[] KEY =
      HexFormat.of().parseHex("0cc4b6fbf2d0d4a9f5b1a7e3c9687d102e4f8a6b5c3d9e0f1a2b3c4d5e6f7081");
  private static final String URL = Base64.getUrlEncoder().withoutPadding().encodeToString(KEY);
  private static final String STD = Base64.getEncoder().encodeToString(KEY);
  private static final String HEX = HexFormat.of().formatHex(KEY);
  private static final String LINE = new String(KeyFileText.format(KEY), US_ASCII).strip();

  static Stream<String> mistakes() {
    return Stream.of(
        "file:" + LINE,
        "file: " + LINE + "\n",
        "file:./" + LINE,
        "file:" + LINE.toUpperCase(Locale.ROOT),
        "env:" + LINE,
        "file:./" + URL,
        "file:./" + STD,
        "file:/etc/coffer/" + STD,
        "file:/etc/coffer/" + URL + ".key",
        "file:" + STD + ".key",
        "file:base64:" + URL,
        "file:base64:" + STD,
        "file:key=" + STD,
        "file:" + STD.substring(1),
        "file:" + URL.substring(0, 41),
        "file:" + URL + URL,
        "file:" + URL + "\n",
        "env:" + URL.replace('-', '_').replaceFirst("^[0-9]", "_"),
        "file:" + HEX,
        "file:" + HEX + "/",
        "file:" + HEX + "/.",
        "file:./" + HEX,
        "file:0x" + HEX,
        "file:" + HEX.substring(1),
        "env:" + HEX.substring(9),
        "env:a" + HEX,
        "file:" + HEX.toUpperCase(Locale.ROOT) + "0");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aKeyInPlaceOfItsPlaceIsRefusedAndNotRepeated(String value) {
    StorageOptions options = StorageOptions.of("any").with("master-key", value);

    assertThat(MasterKeyOptions.problems(options))
        .singleElement()
        .asString()
        .contains("'master-key'")
        .doesNotContainIgnoringCase(URL.substring(5, 20))
        .doesNotContainIgnoringCase(STD.substring(5, 20))
        .doesNotContainIgnoringCase(HEX.substring(12, 40));
  }

  @Test
  void noFileIsNamedByAKey(@TempDir Path directory) {
    StorageOptions options =
        StorageOptions.of("any").with("master-key", "file:" + directory.resolve(LINE));

    assertThat(catchMessage(() -> MasterKeyOptions.openOrCreate(options)))
        .contains("looks like one")
        .doesNotContain(URL);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aKeyBehindADirectoryIsAlwaysTold() {
    Random random = new Random(7);
    byte[] key = new byte[32];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(key);

      assertThat(KeyText.isIn("./" + Base64.getEncoder().encodeToString(key))).isTrue();
      assertThat(KeyText.isIn("base64:" + Base64.getUrlEncoder().encodeToString(key)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master.key",
        "/etc/coffer/master.key",
        "/run/secrets/coffer-master-key",
        "/home/alice/work/production/secrets/mainkeys",
        "/opt/MyCompanyProductionSecretStoreMasterKeyFile/key",
        "/srv/my-company-production-secret-store-master-key-of-the-year-2026",
        "/srv/My-Company-Production-Secret-Store-Master-Key-2",
        "/Users/Alice/IdeaProjects/Production/Keys/MasterKey3",
        "/tmp/junit-8826003370343394397/junit5-1234567890123456789/master.key",
        "/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/junit-123/MasterKey",
        "/Volumes/550E8400-E29B-41D4-A716-446655440000/Keys/MasterKey",
        "/keys/550e8400-e29b-41d4-a716-446655440000",
        "/keys/550e8400-e29b-41d4-a716-446655440000.KEY",
        "/var/lib/kubelet/pods/8d0e6d8a-1f0b-4a5d-9c52-0d7d3d1a2b3c/volumes/kubernetes.io~secret/k",
        "/tmp/da39a3ee5e6b4b0d3255bfef95601890afd80709/master.key",
        "/x/da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "/o/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/Merged/master.key",
        "/nix/store/0c5b8vw40dyln4n4l4yzk7d8w9w1zsmx-coffer-0-1/Lib/Key",
        "C:\\Users\\Alice\\AppData\\Roaming\\Coffer\\Production2\\master.key",
        "AWS_PROD_EU_WEST_1_MASTER_KEY_FOR_COFFER_SERVICE_V2"
      })
  void namesOfWordsUuidsAndDigestsArePlaces(String place) {
    assertThat(KeyText.isIn(place)).isFalse();
  }

  private static String catchMessage(Runnable failing) {
    try {
      failing.run();
    } catch (StorageException refused) {
      return String.valueOf(refused.getMessage());
    }
    throw new AssertionError("It was not refused.");
  }
}
