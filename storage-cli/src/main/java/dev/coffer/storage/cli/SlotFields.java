package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyringStatus;
import java.io.IOException;

/** How a slot is shown. */
final class SlotFields {

  private SlotFields() {}

  static String line(KeyringStatus.SlotStatus slot) {
    return String.format("slot  %-4s  %s", Integer.toUnsignedString(slot.id()), slot.kind());
  }

  static void write(JsonWriter json, KeyringStatus.SlotStatus slot) throws IOException {
    json.beginObject()
        .name("slot")
        .value(Integer.toUnsignedLong(slot.id()))
        .name("kind")
        .value(slot.kind())
        .endObject();
  }
}
