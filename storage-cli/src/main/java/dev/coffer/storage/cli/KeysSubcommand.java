package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyChangeRefusedException;

/** What the commands share that look at a store's keys, or change them. */
abstract class KeysSubcommand extends StorageCommand {

  KeysSubcommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  final Outcome run() {
    prepare();
    try (KeysOpener opener = keys();
        KeyAdministration keys = opener.openKeys()) {
      return run(keys, opener);
    } catch (KeyChangeRefusedException refused) {
      throw new CommandFailure(Outcome.REFUSED, String.valueOf(refused.getMessage()));
    }
  }

  /** Checks the arguments, and asks, before anything is opened. */
  void prepare() {}

  /** Does what the command is for; the opener knows the way to other master keys. */
  abstract Outcome run(KeyAdministration keys, KeysOpener opener);
}
