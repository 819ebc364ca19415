package dev.coffer.storage.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Shows names and messages to a person: a name may hold anything, and nothing of it may reach the
 * terminal as a command or pass for something else.
 */
final class Names {

  private static final String PLAIN = "_-./:@+,=%";

  private Names() {}

  /** The names as arguments, those that are not plain in quotes. */
  static String shown(List<String> names) {
    return names.stream().map(Names::shown).collect(Collectors.joining(" "));
  }

  /** The name as it is if it is plain, else in quotes with escapes as JSON has them. */
  static String shown(String name) {
    boolean plain = !name.isEmpty()
        && name.codePoints()
            .allMatch(c -> isSafe(c) && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0));
    if (plain) {
      return name;
    }
    return '"' + safe(name.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** The text with {@code \\u} escapes for all that a terminal obeys or does not show. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (isSafe(c)) {
        safe.appendCodePoint(c);
      } else {
        for (char unit : Character.toChars(c)) {
          safe.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      }
    });
    return safe.toString();
  }

  /**
   * Whether a character is one to look at: no control, no direction, no line end, no half, none
   * that is not shown, and no blank but the one that everybody types.
   */
  static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED -> false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> !isInvisible(codePoint);
    };
  }

  /**
   * The letters, marks and symbols without a glyph: what Unicode has as
   * Default_Ignorable_Code_Point beyond the types above, and the Braille pattern without dots.
   */
  private static boolean isInvisible(int codePoint) {
    return codePoint == 0x034F // combining grapheme joiner
        || isIn(codePoint, 0x115F, 0x1160) // Hangul fillers
        || isIn(codePoint, 0x17B4, 0x17B5) // Khmer inherent vowels
        || isIn(codePoint, 0x180B, 0x180F) // Mongolian variation selectors
        || codePoint == 0x2800
        || codePoint == 0x3164 // Hangul filler
        || isIn(codePoint, 0xFE00, 0xFE0F) // variation selectors
        || codePoint == 0xFFA0 // halfwidth Hangul filler
        || isIn(codePoint, 0xE0000, 0xE0FFF); // tags, and more variation selectors
  }

  private static boolean isIn(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }
}
