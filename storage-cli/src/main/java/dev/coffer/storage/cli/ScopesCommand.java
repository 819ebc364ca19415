package dev.coffer.storage.cli;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer scopes}: the scopes directly below one that hold something. */
@Command(
    name = "scopes",
    description = "List the scopes directly below a scope that hold an entry.",
    footer = {
      "",
      "Examples:",
      "  coffer scopes",
      "  coffer scopes --count",
      "  coffer scopes --json tenant7"
    })
final class ScopesCommand extends ListingCommand<List<String>> {

  @Option(
      names = "--count",
      description =
          "Say how many entries each has, in it and below; the expired count until purged.")
  private boolean count;

  private @Nullable StorageScope start;

  ScopesCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  String itemsName() {
    return "scopes";
  }

  @Override
  Function<ListOption[], Page<List<String>>> listOf(StorageScope scope) {
    start = scope;
    return scope::childScopes;
  }

  @Override
  ListOption[] options() {
    return new ListOption[0];
  }

  @Override
  String lineOf(List<String> path) {
    return count
        ? String.format(Locale.ROOT, "%9d  %s", entriesOf(path), Names.shown(path))
        : Names.shown(path);
  }

  private long entriesOf(List<String> path) {
    return Objects.requireNonNull(start).scoped(path.get(path.size() - 1)).count();
  }

  @Override
  void write(JsonWriter json, List<String> path) throws IOException {
    if (count) {
      json.beginObject().name("path").values(path);
      json.name("entries").value(entriesOf(path)).endObject();
    } else {
      json.values(path);
    }
  }
}
