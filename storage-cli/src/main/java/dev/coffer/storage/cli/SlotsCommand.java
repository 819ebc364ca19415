package dev.coffer.storage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code coffer keys slots}: what all commands about a store's master keys are under. */
@Command(
    name = "slots",
    description = {
      "The master keys that open a store: each has a slot.",
      "A master key is named by where it is, as in the option master-key: file:PATH, env:NAME."
    },
    synopsisSubcommandLabel = "COMMAND")
final class SlotsCommand extends CommandGroup {

  static CommandLine line(Host host, Output output) {
    return new CommandLine(new SlotsCommand())
        .addSubcommand(new SlotsListCommand(host, output))
        .addSubcommand(new SlotsAddCommand(host, output))
        .addSubcommand(new SlotsLabelCommand(host, output))
        .addSubcommand(new SlotsRemoveCommand(host, output))
        .addSubcommand(new SlotsReplaceCommand(host, output));
  }
}
