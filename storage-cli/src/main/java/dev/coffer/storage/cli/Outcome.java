package dev.coffer.storage.cli;

/**
 * How a command ended: an exit code, and a finer word for programs. {@code docs/cli.md} has both.
 */
enum Outcome {
  DONE(0, "done"),
  ABSENT(1, "absent"),
  NOT_COMPATIBLE(1, "not-compatible"),
  USAGE(2, "usage"),
  CONFIGURATION(2, "configuration"),
  UNREADABLE(3, "unreadable"),
  KEY_UNAVAILABLE(3, "key-unavailable"),
  UNAVAILABLE(4, "unavailable"),
  INTERNAL(4, "internal"),
  CONFLICT(5, "conflict"),
  REFUSED(5, "refused");

  private final int exitCode;
  private final String word;

  Outcome(int exitCode, String word) {
    this.exitCode = exitCode;
    this.word = word;
  }

  int exitCode() {
    return exitCode;
  }

  String word() {
    return word;
  }
}
