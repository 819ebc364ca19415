package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys export}: the keyring in a file, under a recovery passphrase. */
@Command(
    name = "export",
    description = {
      "Export the store's keyring into a new file, under a recovery passphrase: with both",
      "and a backup of the store, 'coffer keys restore' opens it on another machine.",
      "Export it again after a slot was removed."
    },
    footer = {"", "Examples:", "  coffer keys export --to /media/safe/coffer.export"})
final class KeysExportCommand extends KeysSubcommand {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The file, which must not be there yet.")
  private String to = "";

  @Mixin
  private RecoveryArguments recovery = new RecoveryArguments();

  KeysExportCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    file();
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    Path file = file();
    try (PassphraseInput passphrase = recovery.passphrase(host());
        MasterKey key = opener.newRecoveryKey(passphrase)) {
      keys.export(file, key);
    }
    if (output().isJson()) {
      output()
          .json(
              json -> json.beginObject().name("exported").value(file.toString()).endObject());
    } else {
      output().line("Exported to " + file);
      output().note("Keep it and its passphrase apart from each other, and from the store.");
    }
    return Outcome.DONE;
  }

  private Path file() {
    try {
      return Path.of(to).toAbsolutePath().normalize();
    } catch (InvalidPathException noPath) {
      throw CommandFailure.usage("--to names no file.");
    }
  }
}
