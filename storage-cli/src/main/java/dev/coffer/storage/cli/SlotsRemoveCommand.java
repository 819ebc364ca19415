package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.Rotation;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code coffer keys slots remove}: master keys that open the store no longer. */
@Command(
    name = "remove",
    description = {
      "Remove slots: their master keys do not open the store any more. The store gets a new key,",
      "which each slot that stays wraps by its own master key, and a rotation begins. Whoever has",
      "a removed key and an old copy of the store still reads that copy."
    },
    footer = {"", "Examples:", "  coffer keys slots remove --key env:RECOVERY_KEY 1"})
final class SlotsRemoveCommand extends SlotsRemovalCommand {

  SlotsRemoveCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Rotation remove(
      Set<Integer> ids, List<MasterKey> staying, KeyAdministration keys, KeysOpener opener) {
    return keys.removeSlots(ids, staying);
  }
}
