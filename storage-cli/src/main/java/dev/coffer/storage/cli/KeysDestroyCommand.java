package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.EpochState;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyringStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer keys destroy}: ends a key for ever. */
@Command(
    name = "destroy",
    description = {
      "Destroy the key of an epoch that has been closed for long enough. This cannot be undone:",
      "records of it that are brought back from a backup into this store are unreadable then. A",
      "backup of the whole store has the key with it, and opens with its master key."
    },
    footer = {
      "",
      "Examples:",
      "  coffer keys destroy 1              (asks first)",
      "  coffer keys destroy --yes --waiting-time 7d 1"
    })
final class KeysDestroyCommand extends KeysSubcommand {

  @Mixin
  private EpochArgument epoch = new EpochArgument();

  @Option(
      names = "--waiting-time",
      paramLabel = "TIME",
      description = "How long the epoch must have been closed; 30d by default.")
  private @Nullable String waitingTime;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  KeysDestroyCommand(Host host, Output output) {
    super(host, output);
  }

  private Duration waitingTime() {
    return waitingTime == null
        ? KeyAdministration.WAITING_TIME
        : TimeText.parse("--waiting-time", waitingTime);
  }

  @Override
  void prepare() {
    epoch.number();
    waitingTime();
    if (!yes && !host().terminal().canPrompt()) {
      throw CommandFailure.usage(
          "There is no terminal to ask at: say --yes to destroy the key for ever.");
    }
  }

  @Override
  Outcome run(KeyAdministration keys, KeysOpener opener) {
    warn(keys.status());
    if (!yes) {
      Agreement.require(host().terminal(), "Destroy this key for ever?", "Nothing was destroyed.");
    }
    keys.destroyEpoch(epoch.number(), waitingTime());
    EpochResult.print(output(), epoch.number(), "destroyed", "its key is gone.");
    return Outcome.DONE;
  }

  private void warn(KeyringStatus status) {
    status.epochs().stream()
        .filter(each -> each.number() == epoch.number() && each.state() == EpochState.CLOSED)
        .forEach(each -> output()
            .note("Epoch " + Integer.toUnsignedString(each.number()) + " was closed "
                + each.since().map(Instant::toString).orElse("at an unknown time")
                + ". Backups from before then hold records of it: whoever restores single records"
                + " from them into this store cannot read those. A backup of the whole store has"
                + " its own keyring, and opens with its master key for as long as it is kept."));
  }
}
