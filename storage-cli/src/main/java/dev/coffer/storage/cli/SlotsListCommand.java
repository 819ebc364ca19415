package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyringStatus;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code coffer keys slots list}: the slots, by the kind of their master key. */
@Command(name = "list", description = "List the slots, and what kind of master key opens each.")
final class SlotsListCommand extends KeysSubcommand {

  SlotsListCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run(KeyAdministration keys, StorageOpener opener) {
    List<KeyringStatus.SlotStatus> slots = keys.slots();
    if (!output().isJson()) {
      slots.forEach(slot -> output().line(SlotFields.line(slot)));
      return Outcome.DONE;
    }
    output().json(json -> {
      json.beginObject().name("slots").beginArray();
      for (KeyringStatus.SlotStatus slot : slots) {
        SlotFields.write(json, slot);
      }
      json.endArray().endObject();
    });
    return Outcome.DONE;
  }
}
