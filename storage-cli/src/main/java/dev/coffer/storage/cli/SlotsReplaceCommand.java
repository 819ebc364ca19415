package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.Rotation;
import java.util.List;
import java.util.Set;
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
final class SlotsReplaceCommand extends SlotsRemovalCommand {

  @Option(
      names = "--new-key",
      required = true,
      paramLabel = "PLACE",
      description = "Where the new master key is, as file:PATH or env:NAME; a file is made.")
  private String newKey = "";

  @Mixin
  private SlotLabelArguments label = new SlotLabelArguments();

  SlotsReplaceCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepareMore() {
    label.label();
  }

  @Override
  Rotation remove(
      Set<Integer> ids, List<MasterKey> staying, KeyAdministration keys, KeysOpener opener) {
    try (MasterKey added = opener.newMasterKey(newKey)) {
      return label
          .label()
          .map(given -> keys.replaceSlots(ids, added, given, staying))
          .orElseGet(() -> keys.replaceSlots(ids, added, staying));
    }
  }
}
