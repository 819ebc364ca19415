package dev.coffer.storage.cli;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The names of a scope, from the root of the storage; none is the root. */
final class ScopeArguments {

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = {
        "The scope's names; the root without any.",
        "A name that begins with '-' is given after '--'."
      })
  private List<String> names = new ArrayList<>();

  List<String> path() {
    return List.copyOf(names);
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  /** All names, to be shown to a person. */
  String shown() {
    return isRoot() ? "the root" : Names.shown(names);
  }

  StorageScope in(SecureStorage storage) {
    return storage.scoped(names.toArray(new String[0]));
  }
}
