package dev.coffer.storage.cli;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.UnreadableStoreException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a command that could not do what it was asked: an outcome, and sentences for the
 * person. They carry no secret.
 */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final String CREATE_HINT = "For this command, create=true is --create.";

  private final Outcome outcome;
  private final String[] problems;
  private final @Nullable String hint;

  private CommandFailure(
      Outcome outcome, List<String> problems, @Nullable String hint, @Nullable Throwable cause) {
    super(String.join(" ", problems), cause);
    this.outcome = outcome;
    this.problems = problems.toArray(new String[0]);
    boolean ofCreate = problems.stream().anyMatch(problem -> problem.contains("create=true"));
    String before = hint == null ? "" : hint + " ";
    this.hint = ofCreate ? before + CREATE_HINT : hint;
  }

  CommandFailure(Outcome outcome, String problem) {
    this(outcome, List.of(problem), null, null);
  }

  static CommandFailure usage(String problem) {
    return new CommandFailure(Outcome.USAGE, problem);
  }

  static CommandFailure configuration(List<String> problems) {
    return new CommandFailure(Outcome.CONFIGURATION, problems, null, null);
  }

  /** What the storage says of its options, and where they came from. */
  static CommandFailure configuration(
      StorageConfigurationException failure, Optional<String> whence) {
    return new CommandFailure(
        Outcome.CONFIGURATION, failure.problems(), whence.orElse(null), failure);
  }

  /**
   * What a failure of any kind comes to. An unknown one's message may hold anything: it stays out.
   */
  static CommandFailure of(Throwable failure) {
    if (failure instanceof CommandFailure known) {
      return known;
    }
    if (failure instanceof StorageConfigurationException configuration) {
      return configuration(configuration, Optional.empty());
    }
    if (failure instanceof StorageException storage) {
      return new CommandFailure(outcome(storage), List.of(message(storage)), null, failure);
    }
    if (failure instanceof IllegalArgumentException) {
      return new CommandFailure(Outcome.USAGE, List.of(message(failure)), null, failure);
    }
    return new CommandFailure(
        Outcome.INTERNAL,
        List.of("Failed with " + failure.getClass().getName()
            + ", which should not happen; --debug shows where."),
        null,
        failure);
  }

  private static Outcome outcome(StorageException failure) {
    if (failure instanceof ConflictException) {
      return Outcome.CONFLICT;
    }
    if (failure instanceof KeyUnavailableException) {
      return Outcome.KEY_UNAVAILABLE;
    }
    if (failure instanceof UnreadableEntryException
        || failure instanceof UnreadableStoreException) {
      return Outcome.UNREADABLE;
    }
    return Outcome.UNAVAILABLE;
  }

  private static String message(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof StorageUnavailableException unavailable
        && unavailable.attempted().isPresent()) {
      return message + " If it was written, it has the version "
          + unavailable.attempted().get() + ": see whether 'coffer get' shows that.";
    }
    return message;
  }

  Outcome outcome() {
    return outcome;
  }

  List<String> problems() {
    return List.of(problems);
  }

  /** What else helps; empty where nothing does. */
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
