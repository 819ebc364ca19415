package dev.coffer.storage.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How the recovery passphrase of an export is given. */
final class RecoveryArguments {

  private static final String FROM_INPUT = "--recovery-passphrase-stdin";

  @Option(
      names = FROM_INPUT,
      description = {
        "The recovery passphrase is a line of standard input, instead of being asked",
        "for: the first, or the one behind that of --passphrase-stdin."
      })
  private boolean fromInput;

  /** The passphrase, which is asked for when it is needed, or is read now. */
  PassphraseInput passphrase(Host host) {
    PassphraseInput passphrase =
        new PassphraseInput(host, "Recovery passphrase", Optional.of(FROM_INPUT));
    return fromInput ? passphrase.readFirstLine() : passphrase;
  }
}
