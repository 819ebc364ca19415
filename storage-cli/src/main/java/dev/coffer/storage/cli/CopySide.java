package dev.coffer.storage.cli;

/** The two sides of a copy, and how each is called where it is set. */
enum CopySide {
  SOURCE("--from", "COFFER_FROM_", "Passphrase of the source"),
  TARGET("--to", "COFFER_TO_", "Passphrase of the target");

  private final String option;
  private final String variablePrefix;
  private final String passphraseName;

  CopySide(String option, String variablePrefix, String passphraseName) {
    this.option = option;
    this.variablePrefix = variablePrefix;
    this.passphraseName = passphraseName;
  }

  /** The argument that names its properties file. */
  String option() {
    return option;
  }

  /** What variables begin with that are meant for it. */
  String variablePrefix() {
    return variablePrefix;
  }

  /** What its passphrase is asked for as. */
  String passphraseName() {
    return passphraseName;
  }
}
