package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.Rotation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code coffer keys slots remove}: master keys that open the store no longer. */
@Command(
    name = "remove",
    description = {
      "Remove slots: their master keys do not open the store any more. The store gets a new key,",
      "which each slot that stays wraps by its own master key, and a rotation begins. Whoever has",
      "a removed key and an old copy of the store still reads that copy."
    },
    footer = {"", "Examples:", "  coffer keys slots remove --key env:RECOVERY_KEY 1"})
final class SlotsRemoveCommand extends KeysSubcommand {

  @Mixin
  private SlotArguments slots = new SlotArguments();

  @Mixin
  private OtherKeys others = new OtherKeys();

  @Mixin
  private PropagationArguments propagation = new PropagationArguments();

  SlotsRemoveCommand(Host host, Output output) {
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
    Rotation rotation =
        others.with(opener, masterKeys -> keys.removeSlots(slots.ids(), masterKeys));
    RotationResult.print(output(), rotation);
    return Outcome.DONE;
  }
}
