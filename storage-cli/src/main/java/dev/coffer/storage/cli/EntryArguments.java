package dev.coffer.storage.cli;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The names of an entry: the last one its key, those before it its scope. */
final class EntryArguments {

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = {
        "The scope's names, if any, and last the key.",
        "A name that begins with '-' is given after '--'."
      })
  private List<String> names = new ArrayList<>();

  List<String> path() {
    return List.copyOf(names.subList(0, names.size() - 1));
  }

  String key() {
    return names.get(names.size() - 1);
  }

  /** All names, to be shown to a person. */
  String shown() {
    return Names.shown(names);
  }

  StorageScope scopeIn(SecureStorage storage) {
    return storage.scoped(path().toArray(new String[0]));
  }
}
