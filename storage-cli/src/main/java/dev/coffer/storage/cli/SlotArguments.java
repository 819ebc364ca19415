package dev.coffer.storage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The slots that a command takes away, as arguments. */
final class SlotArguments {

  @Parameters(
      arity = "1..*",
      paramLabel = "SLOT",
      description = "The number of a slot, as 'coffer keys slots list' has it.")
  private List<String> slots = new ArrayList<>();

  /** The numbers, unsigned. */
  Set<Integer> ids() {
    return slots.stream().map(SlotArguments::parse).collect(Collectors.toSet());
  }

  /** The number, unsigned, that a text is. */
  static int parse(String slot) {
    try {
      return Integer.parseUnsignedInt(slot);
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.usage("SLOT is a number, as 'coffer keys slots list' has it.");
    }
  }
}
