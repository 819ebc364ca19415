package dev.coffer.storage;

import java.util.List;

/**
 * The options do not fit; {@link #problems()} lists everything that is wrong with them at once.
 * Nothing was opened or made.
 */
public final class StorageConfigurationException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String[] problems;

  /** For one problem, in a sentence that carries no option's secret. */
  public StorageConfigurationException(String problem) {
    this(List.of(problem));
  }

  /**
   * For all problems, each a sentence that carries no option's secret.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StorageConfigurationException(List<String> problems) {
    super(message(problems), null);
    this.problems = problems.toArray(new String[0]);
  }

  private static String message(List<String> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("A configuration error needs at least one problem.");
    }
    if (problems.size() == 1) {
      return problems.get(0);
    }
    return problems.size() + " problems:\n  - " + String.join("\n  - ", problems);
  }

  /** Everything that is wrong, a sentence each. */
  public List<String> problems() {
    return List.of(problems);
  }
}
