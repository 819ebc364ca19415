package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.SlotLabel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code coffer keys slots label}: what a slot is called. */
@Command(
    name = "label",
    description = {
      "Call a slot something, to tell it from another of its kind: whose it is, where its key is",
      "kept. Whoever has the store reads it without a key. Nothing else is changed."
    },
    footer = {
      "",
      "Examples:",
      "  coffer keys slots label 2 'Bob'",
      "  coffer keys slots label 2 --none"
    })
final class SlotsLabelCommand extends KeysSubcommand {

  @Parameters(
      index = "0",
      paramLabel = "SLOT",
      description = "The number of a slot, as 'coffer keys slots list' has it.")
  private String slot = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LABEL",
      description = "At most 64 characters.")
  private @Nullable String label;

  @Option(names = "--none", description = "Take the slot's label away.")
  private boolean none;

  SlotsLabelCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    SlotArguments.parse(slot);
    label();
  }

  private Optional<SlotLabel> label() {
    if (none == (label != null)) {
      throw CommandFailure.usage("Say what to call the slot, or --none.");
    }
    return Optional.ofNullable(label).map(SlotLabelArguments::parse);
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    int id = SlotArguments.parse(slot);
    label().ifPresentOrElse(given -> keys.labelSlot(id, given), () -> keys.unlabelSlot(id));
    String text = label().map(SlotLabel::toString).orElse(null);
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("slot")
              .value(Integer.toUnsignedLong(id))
              .name("label")
              .value(text)
              .endObject());
    } else {
      output()
          .line("Slot " + Integer.toUnsignedString(id)
              + (text == null ? " has no label." : " is called " + Names.shown(text) + "."));
    }
    return Outcome.DONE;
  }
}
