package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.Rotation;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;

/** What the commands share that take slots away. */
abstract class SlotsRemovalCommand extends KeysSubcommand {

  @Mixin
  private SlotArguments slots = new SlotArguments();

  @Mixin
  private OtherKeys others = new OtherKeys();

  @Mixin
  private PropagationArguments propagation = new PropagationArguments();

  SlotsRemovalCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  final void prepare() {
    slots.ids();
    propagation.time();
    prepareMore();
  }

  /** Checks what arguments a command has beside these. */
  void prepareMore() {}

  @Override
  final Outcome run(KeyAdministration keys, KeysOpener opener) {
    keys.propagation(propagation.time());
    Rotation rotation = others.with(opener, staying -> remove(slots.ids(), staying, keys, opener));
    RotationResult.print(output(), rotation);
    return Outcome.DONE;
  }

  /** Takes the slots away, with the master keys of those that stay. */
  abstract Rotation remove(
      Set<Integer> ids, List<MasterKey> staying, KeyAdministration keys, KeysOpener opener);
}
