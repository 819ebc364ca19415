package dev.coffer.storage.crypto;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key of 32 bytes as people and their tools write it: base64 of either alphabet, or hexadecimal.
 */
final class KeyText {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})=?");

  private KeyText() {}

  /** The key's bytes, which the caller wipes; empty if the text is no key. */
  static Optional<byte[]> parse(String text) {
    if (HEX.matcher(text).matches()) {
      return Optional.of(HexFormat.of().parseHex(text));
    }
    if (BASE64.matcher(text).matches()) {
      return Optional.of(Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_')));
    }
    return Optional.empty();
  }

  /** Whether a text that should be something else looks like a key. */
  static boolean isKey(String text) {
    Optional<byte[]> key = parse(text.strip());
    key.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
    return key.isPresent();
  }
}
