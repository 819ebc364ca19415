package dev.coffer.storage.cli;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer list}: the entries of a scope, without their values. */
@Command(
    name = "list",
    description = "List the entries of a scope: version, expiry, names. No secret is printed.",
    footer = {
      "",
      "Examples:",
      "  coffer list tenant7 alice",
      "  coffer list --recursive --json tenant7"
    })
final class ListCommand extends ListingCommand<EntryInfo> {

  @Option(names = "--recursive", description = "The entries of the scopes below, too.")
  private boolean recursive;

  ListCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  String itemsName() {
    return "entries";
  }

  @Override
  Function<ListOption[], Page<EntryInfo>> listOf(StorageScope scope) {
    return scope::list;
  }

  @Override
  ListOption[] options() {
    return recursive ? new ListOption[] {ListOption.recursive()} : new ListOption[0];
  }

  @Override
  String lineOf(EntryInfo info) {
    String expiry = info.expiresAt().map(Object::toString).orElse("never");
    return String.format(
        "%s  %-24s  %s", info.version(), expiry, Names.shown(joined(info.path(), info.key())));
  }

  @Override
  void write(JsonWriter json, EntryInfo info) throws IOException {
    json.beginObject();
    EntryFields.write(json, info);
    json.endObject();
  }
}
