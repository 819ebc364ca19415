package dev.coffer.storage.cli;

import picocli.CommandLine.Option;

/** How the recovery passphrase of an export is given. */
final class RecoveryArguments {

  @Option(
      names = "--recovery-passphrase-stdin",
      description = {
        "The recovery passphrase is a line of standard input, instead of being asked",
        "for: the first, or the one behind that of --passphrase-stdin."
      })
  private boolean fromInput;

  /** The passphrase, which is asked for when it is needed, or is read now. */
  PassphraseInput passphrase(Host host) {
    PassphraseInput passphrase = new PassphraseInput(host, "Recovery passphrase");
    return fromInput ? passphrase.readFirstLine() : passphrase;
  }
}
