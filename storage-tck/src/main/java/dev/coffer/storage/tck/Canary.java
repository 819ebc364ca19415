package dev.coffer.storage.tck;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A text that occurs nowhere else, and every form in which it could be seen where it must not. */
final class Canary {

  /** Short enough to fit into a digest, long enough not to be met by chance. */
  private static final int LENGTH = 12;

  private final String text;
  private final Map<String, String> forms = new LinkedHashMap<>();

  private Canary(String text) {
    this.text = text;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String decimal = Arrays.toString(bytes);
    forms.put("as it is", text);
    forms.put("in capitals", text.toUpperCase(Locale.ROOT));
    forms.put("backwards", new StringBuilder(text).reverse().toString());
    forms.put("in UTF-16, big end first", chars(text, StandardCharsets.UTF_16BE));
    forms.put("in UTF-16, little end first", chars(text, StandardCharsets.UTF_16LE));
    forms.put("in hexadecimal", HexFormat.of().formatHex(bytes));
    forms.put("in hexadecimal capitals", HexFormat.of().withUpperCase().formatHex(bytes));
    forms.put("as a list of numbers", decimal.substring(1, decimal.length() - 1));
    for (int offset = 0; offset < 3; offset++) {
      forms.put("in base64 from offset " + offset, base64(Base64.getEncoder(), bytes, offset));
      forms.put(
          "in URL base64 from offset " + offset, base64(Base64.getUrlEncoder(), bytes, offset));
    }
  }

  /** Small letters, another text each time. */
  static Canary of(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return new Canary(text.toString());
  }

  /** The text, for names and values. */
  String text() {
    return text;
  }

  /** The text in UTF-8, for records. */
  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** That it is not among these bytes. */
  void isNotIn(byte[] bytes, String where) {
    isNotIn(new String(bytes, StandardCharsets.ISO_8859_1), where);
  }

  /** That it is not in this text; the failure tells the form, not the text. */
  void isNotIn(String said, String where) {
    forms.forEach((form, canary) ->
        Verify.that(!said.contains(canary), "no name and no value in " + where, "one, " + form));
  }

  private static String chars(String text, Charset charset) {
    return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
  }

  /** What stays the same of the encoded text, whatever stands around it. */
  private static String base64(Base64.Encoder encoder, byte[] bytes, int offset) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    String encoded = encoder.encodeToString(shifted);
    return encoded.substring((8 * offset + 5) / 6, 8 * shifted.length / 6);
  }
}
