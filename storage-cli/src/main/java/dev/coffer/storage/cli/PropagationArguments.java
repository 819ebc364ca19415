package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.KeyAdministration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How long other processes may take to notice a change of the keys. */
final class PropagationArguments {

  @ArgGroup
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--now", description = "Wait for nobody: no other process has the store open.")
    private boolean now;

    @Option(
        names = "--propagation",
        paramLabel = "TIME",
        description = "How long every process may take to notice a change; 2m by default.")
    private @Nullable String time;
  }

  Duration time() {
    if (choice.now) {
      return Duration.ZERO;
    }
    return choice.time == null
        ? KeyAdministration.PROPAGATION
        : TimeText.parse("--propagation", choice.time);
  }
}
