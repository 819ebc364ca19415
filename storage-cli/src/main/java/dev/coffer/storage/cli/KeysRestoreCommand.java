package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyChangeRefusedException;
import dev.coffer.storage.crypto.MasterKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys restore}: a store whose master keys are gone gets another one. */
@Command(
    name = "restore",
    description = {
      "Open a store by the export of its keyring, and let another master key open it from",
      "now on: the one that the settings name, or --new-key. A keyring that the store has lost",
      "is put back first. Nothing is changed if the export is of another store."
    },
    footer = {
      "",
      "Examples:",
      "  coffer keys restore --from /media/safe/coffer.export",
      "  coffer keys restore --from coffer.export --new-key file:/etc/app/new.key"
    })
final class KeysRestoreCommand extends StorageCommand {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "The file that 'coffer keys export' has made.")
  private String from = "";

  @Option(
      names = "--new-key",
      paramLabel = "PLACE",
      description = "Where the other master key is, or is to be made, as file:PATH.")
  private @Nullable String newKey;

  @Mixin
  private RecoveryArguments recovery = new RecoveryArguments();

  KeysRestoreCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    try (KeysOpener opener = keys();
        PassphraseInput passphrase = recovery.passphrase(host());
        KeyAdministration keys = opener.restoreKeys(from, passphrase);
        MasterKey added = newKey == null ? opener.ownMasterKey() : opener.newMasterKey(newKey)) {
      add(keys, added);
    }
    return Outcome.DONE;
  }

  private void add(KeyAdministration keys, MasterKey added) {
    try {
      Optional<Integer> own = keys.slotOf(added);
      int slot = own.orElseGet(() -> keys.addSlot(added));
      if (output().isJson()) {
        output()
            .json(json -> json.beginObject()
                .name("slot")
                .value(Integer.toUnsignedLong(slot))
                .name("masterKey")
                .value(added.source())
                .endObject());
      } else if (own.isPresent()) {
        output()
            .line("Slot " + Integer.toUnsignedString(slot)
                + " was there already: the store opens with " + added.source() + ".");
      } else {
        output()
            .line("Slot " + Integer.toUnsignedString(slot) + " was added: the store opens with "
                + added.source() + ".");
        output()
            .note("Slots whose keys are lost stay until 'coffer keys slots remove'; after that,"
                + " export the keyring again.");
      }
    } catch (KeyChangeRefusedException refused) {
      throw new CommandFailure(Outcome.REFUSED, String.valueOf(refused.getMessage()));
    }
  }
}
