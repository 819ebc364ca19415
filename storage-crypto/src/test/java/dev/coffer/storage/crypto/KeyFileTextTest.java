package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTextTest {

  private static final String LINE =
      "coffer-master-key-v1 YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISE 75975565\n";

  private final String line = new String(KeyFileText.format(MASTER_KEY_BYTES), US_ASCII);

  @Test
  void aKeyIsOneLineThatSaysWhatItIs() {
    assertThat(line).isEqualTo(LINE);
  }

  @Test
  void whatIsWrittenIsReadWithAnyEndOfLineAndWithNone() throws Exception {
    String bare = line.stripTrailing();

    assertThat(KeyFileText.parse(bytes(line))).isEqualTo(MASTER_KEY_BYTES);
    assertThat(KeyFileText.parse(bytes(bare))).isEqualTo(MASTER_KEY_BYTES);
    assertThat(KeyFileText.parse(bytes(bare + "\r\n"))).isEqualTo(MASTER_KEY_BYTES);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
          '', is empty
          '-----BEGIN PRIVATE KEY-----', another kind of file
          'YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISE=', another kind of file
          'coffer-master-key-v1 YSBjYW5hcnkgb2Yg', cut off after 37 of 73
          'coffer-master-key-v2 YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISE 75975565', version
          'coffer-master-key-v1 YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISE 00000000', checksum
          'coffer-master-key-v1 YSBjYW5hcnkgb2YgdGhpcnR5LXR3byBieXRlcyAhISE 75975565 and more', checksum
          """)
  void whatIsNoKeyIsToldApart(String text, String why) {
    assertThatThrownBy(() -> KeyFileText.parse(bytes(text)))
        .isInstanceOf(KeyFileText.NoKeyException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("YSBj");
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefused() {
    byte[] text = bytes(line.stripTrailing());
    List<byte[]> wrong = new ArrayList<>();
    for (int bit = 0; bit < text.length * 8; bit++) {
      byte[] copy = text.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      wrong.add(copy);
    }
    for (int length = 0; length < text.length; length++) {
      wrong.add(Arrays.copyOf(text, length));
    }

    assertThat(wrong)
        .allSatisfy(copy -> assertThatThrownBy(() -> KeyFileText.parse(copy))
            .isInstanceOf(KeyFileText.NoKeyException.class));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
