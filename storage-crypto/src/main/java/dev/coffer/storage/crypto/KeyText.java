package dev.coffer.storage.crypto;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of 32 bytes as people and their tools write it: base64 of either alphabet, or hexadecimal.
 */
final class KeyText {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern BASE64 = Pattern.compile("([A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})=?");

  private static final Pattern LONG_HEX = Pattern.compile("[0-9a-fA-F]{48}");
  private static final Pattern DIGEST_OR_UUID = Pattern.compile("[0-9a-f-]{24,}|[0-9A-F-]{24,}");
  private static final int WINDOW = 40;
  private static final Pattern LONG_BASE64 = Pattern.compile("[A-Za-z0-9+/_=-]{" + WINDOW + ",}");

  private static final Pattern SLASH = Pattern.compile("[/\\\\]");
  private static final int KEY_LENGTH = 43;
  private static final Pattern END = Pattern.compile("[=\\s]+$");
  private static final Pattern NO_BASE64URL = Pattern.compile("[^A-Za-z0-9_-]+");

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

  /**
   * Whether a text that should say where a key is looks as if a key, whole, cut or dressed up, were
   * in it, so that it must not be repeated. It does if any of this holds:
   *
   * <ul>
   *   <li>It has the word that key files begin with, {@code coffer-master-key-}.
   *   <li>Its last segment has 48 hexadecimal digits or more in a row. Directories may be named by
   *       any digest, and a file by one of 40 digits (SHA-1, Git); a file may not by SHA-256.
   *   <li>40 characters of base64, of either alphabet, stand in a row that do not read like names:
   *       at least 5 capitals and 5 small letters, 13 changes between capitals, small letters and
   *       digits, and 5 places with two capitals or a digit and a letter side by side. Slashes
   *       count as base64, for keys have them, but no more than 4.
   *   <li>A segment, or the end of the text, has a key's 43 characters, and of these at least 3
   *       capitals, 3 small letters, 6 changes and 2 such places, and no more than 9 slashes.
   * </ul>
   *
   * <p>UUIDs and digests in one case, hyphenated or not, are left out before base64 is looked for;
   * names of words, with hyphens or capitals between them, do not reach its bounds. Of random keys
   * that are cut, or whose end is not the text's, about one in a thousand does not either. No rule
   * can tell a name that is random base64 from a key.
   */
  static boolean isIn(String text) {
    String bare = text.strip();
    return text.toLowerCase(Locale.ROOT).contains(KeyFileText.FAMILY)
        || LONG_HEX.matcher(lastSegment(bare)).find()
        || hasBase64(DIGEST_OR_UUID.matcher(bare).replaceAll("."));
  }

  private static String lastSegment(String path) {
    return SLASH
        .splitAsStream(path)
        .filter(segment -> !segment.isBlank() && !segment.equals("."))
        .reduce("", (before, segment) -> segment);
  }

  private static boolean hasBase64(String text) {
    return hasWindow(text)
        || isKey(END.matcher(text).replaceAll(""))
        || NO_BASE64URL.splitAsStream(text).anyMatch(KeyText::isKey);
  }

  private static boolean hasWindow(String text) {
    Matcher runs = LONG_BASE64.matcher(text);
    while (runs.find()) {
      String run = runs.group();
      for (int at = 0; at + WINDOW <= run.length(); at++) {
        if (isRandom(run.substring(at, at + WINDOW), 4, 5, 13, 5)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a text ends in a key, or what looks like one. */
  private static boolean isKey(String text) {
    String end = text.substring(Math.max(0, text.length() - KEY_LENGTH));
    return BASE64.matcher(end).matches() && isRandom(end, 9, 3, 6, 2);
  }

  private static boolean isRandom(
      String text, int maxSlashes, int minLetters, int minChanges, int minUnlikeWords) {
    int capitals = 0;
    int small = 0;
    int slashes = 0;
    int changes = 0;
    int unlikeWords = 0;
    Type before = Type.OTHER;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Type type = Type.of(c);
      capitals += type == Type.CAPITAL ? 1 : 0;
      small += type == Type.SMALL ? 1 : 0;
      slashes += c == '/' ? 1 : 0;
      if (type != Type.OTHER && before != Type.OTHER) {
        boolean change = type != before;
        boolean digitAndLetter = change && (type == Type.DIGIT || before == Type.DIGIT);
        boolean twoCapitals = !change && type == Type.CAPITAL;
        changes += change ? 1 : 0;
        unlikeWords += digitAndLetter || twoCapitals ? 1 : 0;
      }
      before = type;
    }
    return capitals >= minLetters
        && small >= minLetters
        && slashes <= maxSlashes
        && changes >= minChanges
        && unlikeWords >= minUnlikeWords;
  }

  private enum Type {
    CAPITAL,
    SMALL,
    DIGIT,
    OTHER;

    static Type of(char c) {
      if (c >= 'A' && c <= 'Z') {
        return CAPITAL;
      }
      if (c >= 'a' && c <= 'z') {
        return SMALL;
      }
      return c >= '0' && c <= '9' ? DIGIT : OTHER;
    }
  }
}
