package dev.coffer.storage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code coffer jdbc}: what concerns databases is under it. */
@Command(
    name = "jdbc",
    description = "What an administrator of a database needs.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  coffer jdbc ddl --dialect postgresql | psql tokens"})
final class JdbcCommand extends CommandGroup {

  static CommandLine line(Output output) {
    return new CommandLine(new JdbcCommand()).addSubcommand(new JdbcDdlCommand(output));
  }
}
