package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.ResealProgress;
import picocli.CommandLine.Command;

/** {@code coffer keys reseal}: seals what older epochs have sealed anew. */
@Command(
    name = "reseal",
    description = {
      "Seal every record anew that is not of the primary epoch, while others read and write.",
      "Versions stay, and whoever writes meanwhile wins. What ends it early harms nothing: run it",
      "again, and it goes on."
    })
final class KeysResealCommand extends KeysSubcommand {

  KeysResealCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    ResealDisplay display =
        new ResealDisplay(host().err(), host().terminal().isOutput(), host().clock());
    ResealProgress result;
    try {
      result = keys.reseal(display);
    } finally {
      display.end();
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("resealed")
              .value(result.resealed())
              .name("unreadable")
              .value(result.unreadable())
              .name("milliseconds")
              .value(result.elapsed().toMillis())
              .endObject());
    } else {
      output().line("Sealed anew: " + result.resealed() + " records.");
    }
    if (result.unreadable() == 0) {
      return Outcome.DONE;
    }
    output()
        .note(result.unreadable() + " records do not open and stay as they are: they were edited,"
            + " or their epoch is closed.");
    return Outcome.UNREADABLE;
  }
}
