package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyringStatus;
import dev.coffer.storage.crypto.SlotLabel;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How a slot is shown. */
final class SlotFields {

  private SlotFields() {}

  /** The slot, and which of the keys at hand, by their places, open it. */
  static String line(KeyringStatus.SlotStatus slot, List<String> openedBy) {
    List<String> fields = new ArrayList<>();
    fields.add(String.format(
        "slot  %-4s  %-12s  %-24s",
        Integer.toUnsignedString(slot.id()),
        slot.kind(),
        slot.added().map(Instant::toString).orElse("-")));
    slot.label().ifPresent(label -> fields.add(Names.shown(label.toString())));
    slot.place().ifPresent(fields::add);
    if (slot.isOwn()) {
      fields.add("opened by the key in use");
    }
    openedBy.forEach(place -> fields.add("opened by " + place));
    return String.join("  ", fields).stripTrailing();
  }

  static void write(JsonWriter json, KeyringStatus.SlotStatus slot, List<String> openedBy)
      throws IOException {
    json.beginObject()
        .name("slot")
        .value(Integer.toUnsignedLong(slot.id()))
        .name("kind")
        .value(slot.kind())
        .name("added")
        .value(slot.added().map(Instant::toString).orElse(null))
        .name("label")
        .value(slot.label().map(SlotLabel::toString).orElse(null))
        .name("place")
        .value(slot.place().orElse(null))
        .name("inUse")
        .value(slot.isOwn())
        .name("openedBy")
        .values(openedBy)
        .endObject();
  }
}
