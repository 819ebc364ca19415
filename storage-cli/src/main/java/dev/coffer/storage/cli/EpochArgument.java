package dev.coffer.storage.cli;

import picocli.CommandLine.Parameters;

/** The epoch that a command is about, as an argument. */
final class EpochArgument {

  @Parameters(
      index = "0",
      paramLabel = "EPOCH",
      description = "The number of an epoch, as 'coffer keys status' has it.")
  private String epoch = "";

  /** The number, unsigned. */
  int number() {
    try {
      return Integer.parseUnsignedInt(epoch);
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.usage("EPOCH is a number, as 'coffer keys status' has it.");
    }
  }
}
