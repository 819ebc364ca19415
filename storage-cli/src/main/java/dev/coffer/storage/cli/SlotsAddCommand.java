package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys slots add}: one more master key that opens the store. */
@Command(
    name = "add",
    description = "Add a slot: another master key opens the store, too.",
    footer = {
      "",
      "Examples:",
      "  coffer keys slots add --new-key env:RECOVERY_KEY",
      "  coffer keys slots add --label 'the safe' --new-key file:/media/safe/recovery.key"
    })
final class SlotsAddCommand extends KeysSubcommand {

  @Option(
      names = "--new-key",
      required = true,
      paramLabel = "PLACE",
      description = "Where the master key is, as file:PATH or env:NAME; a file is made.")
  private String newKey = "";

  @Mixin
  private SlotLabelArguments label = new SlotLabelArguments();

  SlotsAddCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    label.label();
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    int slot;
    try (MasterKey masterKey = opener.newMasterKey(newKey)) {
      slot = label
          .label()
          .map(given -> keys.addSlot(masterKey, given))
          .orElseGet(() -> keys.addSlot(masterKey));
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("slot")
              .value(Integer.toUnsignedLong(slot))
              .endObject());
    } else {
      output().line("Slot " + Integer.toUnsignedString(slot) + " was added.");
    }
    return Outcome.DONE;
  }
}
