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
        && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
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

  /** Whether a character is one to look at: no control, no direction, no line end, no half. */
  static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> false;
      default -> true;
    };
  }
}
