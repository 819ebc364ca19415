package dev.coffer.storage.cli;

/** What state an epoch was brought into. */
final class EpochResult {

  private EpochResult() {}

  /** The state as a program is told it, and what that means as a person is. */
  static void print(Output output, int epoch, String state, String meaning) {
    if (output.isJson()) {
      output.json(json -> json.beginObject()
          .name("epoch")
          .value(Integer.toUnsignedLong(epoch))
          .name("state")
          .value(state)
          .endObject());
    } else {
      output.line("Epoch " + Integer.toUnsignedString(epoch) + " is " + state + ": " + meaning);
    }
  }
}
