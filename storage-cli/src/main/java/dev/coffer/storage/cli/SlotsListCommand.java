package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyringStatus;
import dev.coffer.storage.crypto.MasterKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer keys slots list}: the slots, and what tells them apart. */
@Command(
    name = "list",
    description = {
      "List the slots: the kind of master key that opens each, since when it is there, its label,",
      "where its key is if the slot says so, and which slot the key in use opens. With --key also",
      "which one another key opens."
    },
    footer = {
      "",
      "Examples:",
      "  coffer keys slots list",
      "  coffer keys slots list --key file:/media/safe/recovery.key --key passphrase"
    })
final class SlotsListCommand extends KeysSubcommand {

  @Option(
      names = "--key",
      paramLabel = "PLACE",
      description = {
        "Where a master key is, as file:PATH or env:NAME, to see which slot it opens; may be",
        "repeated."
      })
  private List<String> places = new ArrayList<>();

  SlotsListCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    Map<Integer, List<String>> openedBy = OtherKeys.with(places, opener, found -> {
      Map<Integer, List<String>> ways = new HashMap<>();
      for (MasterKey key : found) {
        keys.slotOf(key)
            .ifPresentOrElse(
                slot -> ways.computeIfAbsent(slot, none -> new ArrayList<>()).add(key.source()),
                () -> output().note("The master key " + key.source() + " opens no slot."));
      }
      return ways;
    });
    print(keys.slots(), openedBy);
    return Outcome.DONE;
  }

  private void print(List<KeyringStatus.SlotStatus> slots, Map<Integer, List<String>> openedBy) {
    if (!output().isJson()) {
      slots.forEach(slot ->
          output().line(SlotFields.line(slot, openedBy.getOrDefault(slot.id(), List.of()))));
      return;
    }
    output().json(json -> {
      json.beginObject().name("slots").beginArray();
      for (KeyringStatus.SlotStatus slot : slots) {
        SlotFields.write(json, slot, openedBy.getOrDefault(slot.id(), List.of()));
      }
      json.endArray().endObject();
    });
  }
}
