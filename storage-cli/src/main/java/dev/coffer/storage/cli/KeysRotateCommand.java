package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.Suite;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys rotate}: the next step of a rotation. */
@Command(
    name = "rotate",
    description = {
      "Take the next step of a rotation: add an epoch that seals nothing yet and, when every",
      "process must know it, have it seal. In between, nothing is changed: run it again later."
    },
    footer = {
      "",
      "Examples:",
      "  coffer keys rotate                 (twice, two minutes apart)",
      "  coffer keys rotate --now           (no other process has the store open)"
    })
final class KeysRotateCommand extends KeysSubcommand {

  @Mixin
  private PropagationArguments propagation = new PropagationArguments();

  @Option(
      names = "--suite",
      paramLabel = "ID",
      description = "The algorithms of a new epoch, instead of those that the store has.")
  private @Nullable String suite;

  KeysRotateCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  void prepare() {
    propagation.time();
    suite();
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    keys.propagation(propagation.time());
    RotationResult.print(output(), suite().map(keys::rotate).orElseGet(keys::rotate));
    return Outcome.DONE;
  }

  private Optional<Suite> suite() {
    if (suite == null) {
      return Optional.empty();
    }
    Optional<Suite> named = Suite.withId(suite);
    if (named.isEmpty()) {
      throw CommandFailure.usage("--suite is one of "
          + Arrays.stream(Suite.values()).map(Suite::id).collect(Collectors.joining(", ")) + ".");
    }
    return named;
  }
}
