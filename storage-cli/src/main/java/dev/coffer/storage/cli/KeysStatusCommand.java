package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.EpochState;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyringStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code coffer keys status}: epochs with their records, and slots. */
@Command(
    name = "status",
    description = {
      "Show the store's epochs, how many records each has sealed, and its slots.",
      "Exit code 3 says that records cannot be read with the keys that are there."
    })
final class KeysStatusCommand extends KeysSubcommand {

  KeysStatusCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    KeyringStatus status = keys.status();
    if (output().isJson()) {
      output().json(json -> write(json, status));
    } else {
      print(status);
    }
    return lost(status) == 0 ? Outcome.DONE : Outcome.UNREADABLE;
  }

  /** Records that no key opens which is in use. */
  private static long lost(KeyringStatus status) {
    return status.strayRecords()
        + status.epochs().stream()
            .filter(epoch -> !epoch.state().opens())
            .mapToLong(KeyringStatus.EpochStatus::records)
            .sum();
  }

  private void print(KeyringStatus status) {
    output().line("generation " + Long.toUnsignedString(status.generation()));
    for (KeyringStatus.EpochStatus epoch : status.epochs()) {
      output()
          .line(String.format(
              "epoch %-4s  %-12s  %-24s  %9d records  %s",
              Integer.toUnsignedString(epoch.number()),
              word(epoch.state()),
              epoch.since().map(Instant::toString).orElse("-"),
              epoch.records(),
              epoch.suite()));
    }
    status.slots().forEach(slot -> output().line(SlotFields.line(slot, List.of())));
    if (status.strayRecords() > 0) {
      output().note(status.strayRecords() + " records claim an epoch that the keyring never had.");
    }
    status.epochs().stream()
        .filter(epoch -> epoch.state() == EpochState.CLOSED && epoch.records() > 0)
        .forEach(epoch -> output()
            .note("Epoch " + Integer.toUnsignedString(epoch.number())
                + " is closed, and records need it: 'coffer keys reopen' and 'reseal' bring them"
                + " back."));
  }

  private static void write(JsonWriter json, KeyringStatus status) throws IOException {
    json.beginObject()
        .name("generation")
        .value(status.generation())
        .name("epochs")
        .beginArray();
    for (KeyringStatus.EpochStatus epoch : status.epochs()) {
      json.beginObject()
          .name("epoch")
          .value(Integer.toUnsignedLong(epoch.number()))
          .name("state")
          .value(word(epoch.state()))
          .name("since")
          .value(epoch.since().map(Instant::toString).orElse(null))
          .name("suite")
          .value(epoch.suite())
          .name("records")
          .value(epoch.records())
          .endObject();
    }
    json.endArray().name("slots").beginArray();
    for (KeyringStatus.SlotStatus slot : status.slots()) {
      SlotFields.write(json, slot, List.of());
    }
    json.endArray().name("strayRecords").value(status.strayRecords()).endObject();
  }

  private static String word(EpochState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
