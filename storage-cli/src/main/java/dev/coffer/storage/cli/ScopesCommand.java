package dev.coffer.storage.cli;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code coffer scopes}: the scopes directly below one that hold something. */
@Command(
    name = "scopes",
    description = "List the scopes directly below a scope that hold an entry.",
    footer = {"", "Examples:", "  coffer scopes", "  coffer scopes --json tenant7"})
final class ScopesCommand extends ListingCommand<List<String>> {

  ScopesCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  String itemsName() {
    return "scopes";
  }

  @Override
  Function<ListOption[], Page<List<String>>> listOf(StorageScope scope) {
    return scope::childScopes;
  }

  @Override
  ListOption[] options() {
    return new ListOption[0];
  }

  @Override
  String lineOf(List<String> path) {
    return Names.shown(path);
  }

  @Override
  void write(JsonWriter json, List<String> path) throws IOException {
    json.values(path);
  }
}
