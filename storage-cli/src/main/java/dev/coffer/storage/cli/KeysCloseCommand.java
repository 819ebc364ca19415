package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code coffer keys close}: takes a key out of use that nothing needs any more. */
@Command(
    name = "close",
    description = {
      "Close an epoch: its key opens nothing any more. It is refused while a record needs the epoch.",
      "This can be undone: 'coffer keys reopen'."
    })
final class KeysCloseCommand extends KeysSubcommand {

  @Mixin
  private EpochArgument epoch = new EpochArgument();

  @Mixin
  private PropagationArguments propagation = new PropagationArguments();

  KeysCloseCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    epoch.number();
    propagation.time();
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    keys.propagation(propagation.time()).closeEpoch(epoch.number());
    EpochResult.print(
        output(),
        epoch.number(),
        "closed",
        "its key opens nothing. 'coffer keys reopen' undoes that, and after a waiting time"
            + " 'coffer keys destroy' ends it for good.");
    return Outcome.DONE;
  }
}
