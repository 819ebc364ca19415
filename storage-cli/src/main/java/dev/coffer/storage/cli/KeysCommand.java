package dev.coffer.storage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code coffer keys}: what all commands about a store's keys are under. */
@Command(
    name = "keys",
    description = {
      "Look at a store's keys, and change them while others use the store.",
      "A rotation: rotate, rotate again when it says so, reseal, and close what is past."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  coffer keys status",
      "  coffer keys rotate",
      "  coffer keys slots add --new-key env:RECOVERY_KEY"
    })
final class KeysCommand extends CommandGroup {

  static CommandLine line(Host host, Output output) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysStatusCommand(host, output))
        .addSubcommand(new KeysRotateCommand(host, output))
        .addSubcommand(new KeysResealCommand(host, output))
        .addSubcommand(new KeysCloseCommand(host, output))
        .addSubcommand(new KeysReopenCommand(host, output))
        .addSubcommand(new KeysDestroyCommand(host, output))
        .addSubcommand(new KeysExportCommand(host, output))
        .addSubcommand(new KeysRestoreCommand(host, output))
        .addSubcommand(SlotsCommand.line(host, output));
  }
}
