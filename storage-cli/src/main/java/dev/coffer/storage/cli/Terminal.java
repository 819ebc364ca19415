package dev.coffer.storage.cli;

import java.util.Optional;

/** The person in front of the command, where there is one. */
interface Terminal {

  /** Whether standard input is a terminal, or may be one. */
  boolean isInput();

  /** Whether standard output is a terminal, or may be one. */
  boolean isOutput();

  /** Whether a question can be asked, and an answer be hidden. */
  boolean canPrompt();

  /** Asks for a line that is not shown; empty if there is none. The caller wipes it. */
  Optional<char[]> readSecret(String prompt);

  /** Asks for a line; empty if there is none. */
  Optional<String> readLine(String prompt);

  /**
   * The most bytes that the terminal takes in a line. It drops what is behind them without a word,
   * so that a line of so many is not to be trusted.
   */
  int maxLine();
}
