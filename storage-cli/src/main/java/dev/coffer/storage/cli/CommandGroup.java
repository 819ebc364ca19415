package dev.coffer.storage.cli;

import picocli.CommandLine.Option;

/** A command that does nothing itself: others are under it. */
@SuppressWarnings("UnusedVariable") // picocli sets the field, and needs it for the help.
abstract class CommandGroup {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;
}
