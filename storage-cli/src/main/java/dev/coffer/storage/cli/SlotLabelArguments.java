package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.SlotLabel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new slot is to be called. */
final class SlotLabelArguments {

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = {
        "What to call the slot, to tell it from another of its kind. Whoever has the",
        "store reads it without a key."
      })
  private @Nullable String label;

  /** The label, if there is one. */
  Optional<SlotLabel> label() {
    return Optional.ofNullable(label).map(SlotLabelArguments::parse);
  }

  /** The label that a text is. */
  static SlotLabel parse(String text) {
    try {
      return SlotLabel.of(text);
    } catch (IllegalArgumentException unfit) {
      throw CommandFailure.usage(String.valueOf(unfit.getMessage()));
    }
  }
}
