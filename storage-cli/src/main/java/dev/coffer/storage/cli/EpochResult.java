package dev.coffer.storage.cli;

/** What state an epoch was brought into. */
final class EpochResult {

  private EpochResult() {}

  /** For a program; a person sees that there was no error. */
  static void print(Output output, int epoch, String state) {
    if (output.isJson()) {
      output.json(json -> json.beginObject()
          .name("epoch")
          .value(Integer.toUnsignedLong(epoch))
          .name("state")
          .value(state)
          .endObject());
    }
  }
}
