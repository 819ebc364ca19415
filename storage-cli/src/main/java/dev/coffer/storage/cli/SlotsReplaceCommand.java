package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.Rotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys slots replace}: a new master key instead of old ones. */
@Command(
    name = "replace",
    description = {
      "Add a slot for a new master key and remove others, in one step; see 'slots remove' for what",
      "that takes. Processes that run with a removed key have to be given the new one."
    },
    footer = {"", "Examples:", "  coffer keys slots replace --new-key file:./new.key 1"})
final class SlotsReplaceCommand extends KeysSubcommand {

  @Mixin
  private SlotArguments slots = new SlotArguments();

  @Option(
      names = "--new-key",
      required = true,
      paramLabel = "PLACE",
      description = "Where the new master key is, as file:PATH or env:NAME; a file is made.")
  private String newKey = "";

  @Mixin
  private OtherKeys others = new OtherKeys();

  @Mixin
  private PropagationArguments propagation = new PropagationArguments();

  SlotsReplaceCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    slots.ids();
    propagation.time();
  }

  @Override
  Outcome run(KeyAdministration keys, StorageOpener opener) {
    keys.propagation(propagation.time());
    Rotation rotation;
    try (MasterKey added = opener.newMasterKey(newKey)) {
      rotation =
          others.with(opener, masterKeys -> keys.replaceSlots(slots.ids(), added, masterKeys));
    }
    RotationResult.print(output(), rotation);
    return Outcome.DONE;
  }
}
