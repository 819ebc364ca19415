package dev.coffer.storage.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that a mistyped one is nearest to, for a message: {@code Did you mean 'path'?}
 *
 * <p>What is handed out is a known name always, and never what was typed, which may be anything.
 */
public final class NearName {

  /** A longer text is no name that was mistyped, and comparing takes as long as it is. */
  private static final int MAX_LENGTH = 64;

  /** From this length on two mistakes are taken for one name; in shorter ones they make another. */
  private static final int LONG_NAME = 6;

  private NearName() {}

  /**
   * The nearest of the known names, the first in alphabetical order among several: one letter that
   * is wrong, missing, too much or exchanged with the next, or two of these in a name of six
   * letters or more. Capitals and small letters are the same. Empty where none is so near.
   */
  public static Optional<String> of(String typed, Collection<String> known) {
    if (typed.isEmpty() || typed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int allowed = typed.length() < LONG_NAME ? 1 : 2;
    return known.stream()
        .filter(name -> Math.abs(name.length() - typed.length()) <= allowed)
        .filter(name -> name.length() > 1)
        .filter(name -> distance(lower(typed), lower(name)) <= allowed)
        .min(Comparator.<String>comparingInt(name -> distance(lower(typed), lower(name)))
            .thenComparing(Comparator.naturalOrder()));
  }

  /** A sentence that asks whether the nearest name was meant, after a blank; nothing else. */
  public static String question(String typed, Collection<String> known) {
    return of(typed, known).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** How many mistakes make one text of the other: optimal string alignment. */
  private static int distance(String one, String other) {
    int[][] distances = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : nearest(distances, one, other, i, j);
      }
    }
    return distances[one.length()][other.length()];
  }

  private static int nearest(int[][] distances, String one, String other, int i, int j) {
    int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least = Math.min(
        distances[i - 1][j - 1] + wrong, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
    boolean exchanged = i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
    return exchanged ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
  }
}
