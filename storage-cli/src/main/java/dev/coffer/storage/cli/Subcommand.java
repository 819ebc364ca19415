package dev.coffer.storage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands share: help, JSON, and an outcome that becomes the exit code. */
@SuppressWarnings("UnusedVariable") // picocli sets the fields, and needs them for the help.
abstract class Subcommand implements Callable<Integer> {

  /** Where {@link Coffer} looks for it, too, to print errors of a command that did not parse. */
  static final String JSON = "--json";

  static final String DEBUG = "--debug";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(names = JSON, description = "Print the result, and an error, as JSON.")
  private boolean json;

  @Option(names = DEBUG, description = "Print where an error came from.")
  private boolean debug;

  @Override
  public final Integer call() {
    return run().exitCode();
  }

  /** Does what the command is for. */
  abstract Outcome run();
}
