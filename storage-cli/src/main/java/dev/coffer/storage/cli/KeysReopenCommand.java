package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code coffer keys reopen}: undoes a close. */
@Command(
    name = "reopen",
    description = {"Open an epoch again that was closed."})
final class KeysReopenCommand extends KeysSubcommand {

  @Mixin
  private EpochArgument epoch = new EpochArgument();

  KeysReopenCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    epoch.number();
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    keys.reopenEpoch(epoch.number());
    EpochResult.print(
        output(), epoch.number(), "decrypt-only", "its key opens what it has sealed.");
    return Outcome.DONE;
  }
}
