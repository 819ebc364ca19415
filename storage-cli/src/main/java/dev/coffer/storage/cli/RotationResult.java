package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.Rotation;

/** How far a rotation is, and what to do next. */
final class RotationResult {

  private RotationResult() {}

  static void print(Output output, Rotation rotation) {
    String epoch = Integer.toUnsignedString(rotation.epoch());
    if (output.isJson()) {
      output.json(json -> json.beginObject()
          .name("epoch")
          .value(Integer.toUnsignedLong(rotation.epoch()))
          .name("active")
          .value(rotation.isActive())
          .name("activeFrom")
          .value(rotation.activeFrom().toString())
          .endObject());
    } else if (rotation.isActive()) {
      output.line("Epoch " + epoch + " seals from now on. Next: 'coffer keys reseal'.");
    } else {
      output.line(
          "Epoch " + epoch + " is there, and seals nothing until every process must know it."
              + " Next: 'coffer keys rotate' again, from " + rotation.activeFrom() + " on.");
    }
  }
}
