package dev.coffer.storage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer jdbc}: what concerns databases is under it. */
@Command(
    name = "jdbc",
    description = "What an administrator of a database needs.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  coffer jdbc ddl --dialect postgresql | psql tokens"})
@SuppressWarnings("UnusedVariable") // picocli sets the field, and needs it for the help.
final class JdbcCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  static CommandLine line(Output output) {
    return new CommandLine(new JdbcCommand()).addSubcommand(new JdbcDdlCommand(output));
  }
}
