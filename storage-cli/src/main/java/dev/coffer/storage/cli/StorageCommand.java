package dev.coffer.storage.cli;

import picocli.CommandLine.Mixin;

/** What the commands share that open a storage. */
abstract class StorageCommand extends Subcommand {

  private final Host host;
  private final Output output;

  @Mixin
  private StorageArguments arguments = new StorageArguments();

  StorageCommand(Host host, Output output) {
    this.host = host;
    this.output = output;
  }

  /** What the command runs in. */
  final Host host() {
    return host;
  }

  /** Where it writes. */
  final Output output() {
    return output;
  }

  /** The arguments that choose the storage. */
  final StorageArguments arguments() {
    return arguments;
  }

  /**
   * The storage that was chosen, not opened yet; all that is wrong with the choice is said here.
   */
  final StorageOpener storage() {
    return new StorageOpener(host, output, ChosenStorage.by(host, output, arguments));
  }

  /** The keys of the storage that was chosen, not opened yet; else as {@link #storage}. */
  final KeysOpener keys() {
    return new KeysOpener(host, ChosenStorage.by(host, output, arguments));
  }
}
