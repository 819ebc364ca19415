package dev.coffer.storage.cli;

import dev.coffer.storage.SecureStorage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer clear}: deletes a scope with everything below it. */
@Command(
    name = "clear",
    description = "Delete every entry of a scope and of the scopes below it.",
    footer = {
      "",
      "Examples:",
      "  coffer clear tenant7 alice         (asks first)",
      "  coffer clear --yes tenant7 alice",
      "  coffer clear --yes --all           (the whole store)"
    })
final class ClearCommand extends StorageCommand {

  @Mixin
  private ScopeArguments scope = new ScopeArguments();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--all", description = "The whole store, which no name stands for.")
  private boolean all;

  ClearCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    if (all != scope.isRoot()) {
      throw CommandFailure.usage(
          all
              ? "Give either --all or the names of a scope, not both."
              : "Name the scope to clear; the whole store is cleared by --all.");
    }
    StorageOpener opener = storage();
    if (!yes) {
      confirm();
    }
    try (SecureStorage storage = opener.openExisting()) {
      scope.in(storage).clear();
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("path")
              .values(scope.path())
              .name("cleared")
              .value(true)
              .endObject());
    }
    return Outcome.DONE;
  }

  private void confirm() {
    Terminal terminal = host().terminal();
    if (!terminal.canPrompt()) {
      throw CommandFailure.usage("There is no terminal to ask at: say --yes to clear "
          + (all ? "the whole store." : "the scope."));
    }
    String what = all ? "in the whole store" : "in " + scope.shown() + " and below";
    Agreement.require(terminal, "Delete every entry " + what + "?", "Nothing was deleted.");
  }
}
