package dev.coffer.storage.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The text in a master key file, one line of ASCII:
 *
 * <pre>coffer-master-key-v1 BASE64URL CHECKSUM</pre>
 *
 * <p>{@code BASE64URL} is the key, 32 bytes in 43 characters without padding; {@code CHECKSUM} is
 * the CRC-32C of the 64 bytes before it ({@code coffer-master-key-v1 BASE64URL}), in 8 lower-case
 * hexadecimal digits. The line ends in LF; CR LF and no end at all are read too.
 */
final class KeyFileText {

  /** The most bytes that a file with a key has. */
  static final int MAX_LENGTH = 128;

  /** What a key file of any version begins with. */
  static final String FAMILY = "coffer-master-key-";

  private static final byte[] HEAD = ascii(FAMILY + "v1 ");
  private static final int KEY_END = HEAD.length + 43;
  private static final int LENGTH = KEY_END + 1 + 8;

  /** Says, in half a sentence without any of the text, why a text is no key file. */
  static final class NoKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    NoKeyException(String why) {
      super(why);
    }
  }

  private KeyFileText() {}

  /** The line for {@code key}; the caller wipes both. */
  static byte[] format(byte[] key) {
    byte[] text = Arrays.copyOf(HEAD, LENGTH + 1);
    byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(key);
    System.arraycopy(encoded, 0, text, HEAD.length, encoded.length);
    Arrays.fill(encoded, (byte) 0);
    text[KEY_END] = ' ';
    System.arraycopy(checksum(text), 0, text, KEY_END + 1, 8);
    text[LENGTH] = '\n';
    return text;
  }

  /** The key in {@code text}; the caller wipes both. */
  static byte[] parse(byte[] text) throws NoKeyException {
    int length = lengthWithoutEnd(text);
    if (length == 0) {
      throw new NoKeyException("it is empty");
    }
    byte[] family = ascii(FAMILY);
    if (!startsWith(text, family)) {
      throw new NoKeyException("it is another kind of file");
    }
    if (length < LENGTH) {
      throw new NoKeyException("it is cut off after " + length + " of " + LENGTH + " characters");
    }
    if (!startsWith(text, HEAD)) {
      throw new NoKeyException("it has a version that this release does not know, or is damaged");
    }
    if (length > LENGTH
        || text[KEY_END] != ' '
        || !Arrays.equals(checksum(text), Arrays.copyOfRange(text, KEY_END + 1, LENGTH))) {
      throw new NoKeyException("it is damaged, its checksum does not match");
    }
    return decoded(text);
  }

  private static byte[] decoded(byte[] text) throws NoKeyException {
    byte[] encoded = Arrays.copyOfRange(text, HEAD.length, KEY_END);
    try {
      return Base64.getUrlDecoder().decode(encoded);
    } catch (IllegalArgumentException foreignCharacter) {
      throw new NoKeyException("it is damaged, its key is not in base64");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static int lengthWithoutEnd(byte[] text) {
    int length = text.length;
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
      length--;
    }
    return length;
  }

  private static boolean startsWith(byte[] text, byte[] head) {
    return text.length >= head.length && Arrays.equals(text, 0, head.length, head, 0, head.length);
  }

  private static byte[] checksum(byte[] text) {
    CRC32C crc = new CRC32C();
    crc.update(text, 0, KEY_END);
    return ascii(HexFormat.of().toHexDigits(crc.getValue(), 8));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
