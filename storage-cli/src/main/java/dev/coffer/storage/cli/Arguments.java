package dev.coffer.storage.cli;

import java.util.Locale;

/**
 * Refuses arguments, and variables, that were damaged on their way. A process whose locale cannot
 * express a character gets {@code ?} or U+FFFD in its place, so that different names become one,
 * and a write would fall on someone else's entry.
 */
final class Arguments {

  private static final char REPLACEMENT = '\uFFFD';

  private Arguments() {}

  /**
   * Lets arguments pass that are certain to be as they were typed.
   *
   * @param encoding the charset that they were decoded with
   */
  static void requireFaithful(String[] args, String encoding) {
    boolean unicode = encoding.toUpperCase(Locale.ROOT).replace("-", "").equals("UTF8");
    for (String arg : args) {
      if (hasLost(arg)) {
        throw CommandFailure.usage("An argument is not in the locale's encoding, " + encoding
            + ": a character of it was lost.");
      }
      if (!unicode && arg.indexOf('?') >= 0) {
        throw CommandFailure.usage("The locale's encoding, " + encoding
            + ", turns other characters into '?', and an argument has one:"
            + " set LC_ALL to a UTF-8 locale.");
      }
    }
  }

  /** Whether a character of a text could not be decoded. */
  static boolean hasLost(String text) {
    return text.indexOf(REPLACEMENT) >= 0;
  }
}
