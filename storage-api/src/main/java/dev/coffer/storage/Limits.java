package dev.coffer.storage;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bounds of names and values, checked before anything is written. A message gives the bound and
 * never the name.
 */
final class Limits {

  static final int MAX_NAME_BYTES = 1_024;
  static final int MAX_DEPTH = 8;
  static final int MAX_VALUE_BYTES = 256 * 1_024;

  private Limits() {}

  static String requireKey(String key) {
    utf8("key", key);
    return key;
  }

  static void requireDepth(List<String> path) {
    if (path.size() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "Scopes are at most " + MAX_DEPTH + " deep, this one " + path.size() + ".");
    }
  }

  static Secret requireValue(Secret value) {
    if (value.length() > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "A value has at most " + MAX_VALUE_BYTES + " bytes, this one " + value.length() + ".");
    }
    return value;
  }

  /** The name in UTF-8, as it is: not folded, normalised or trimmed. */
  static byte[] utf8(String what, String name) {
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
    } catch (CharacterCodingException loneSurrogate) {
      throw new IllegalArgumentException(
          "A " + what + " must be valid Unicode; this one has a lone surrogate.");
    }
    int length = encoded.remaining();
    if (length < 1 || length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("A " + what + " has 1 to " + MAX_NAME_BYTES
          + " bytes of UTF-8, this one " + length + ".");
    }
    byte[] bytes = new byte[length];
    encoded.get(bytes);
    return bytes;
  }

  static int utf8Length(String key) {
    return utf8("key", key).length;
  }
}
