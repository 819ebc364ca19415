package dev.coffer.storage.cli;

import java.util.Locale;
import java.util.Set;

/** A person's word that something is to be done which cannot be undone. */
final class Agreement {

  private static final Set<String> WORDS = Set.of("y", "yes");

  private Agreement() {}

  /**
   * Asks.
   *
   * @throws CommandFailure saying {@code otherwise}, unless the answer is yes
   */
  static void require(Terminal terminal, String question, String otherwise) {
    boolean agreed = terminal
        .readLine(question + " [y/N] ")
        .filter(answer -> WORDS.contains(answer.strip().toLowerCase(Locale.ROOT)))
        .isPresent();
    if (!agreed) {
      throw CommandFailure.usage(otherwise);
    }
  }
}
