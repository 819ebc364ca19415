package dev.coffer.storage.cli;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntry;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/**
 * What the commands share that list a scope: items as they come, then what cannot be read, then the
 * token to go on with.
 *
 * @param <T> the type of the items
 */
abstract class ListingCommand<T> extends StorageCommand {

  @Mixin
  private ScopeArguments scope = new ScopeArguments();

  @Mixin
  private PageArguments page = new PageArguments();

  ListingCommand(Host host, Output output) {
    super(host, output);
  }

  /** What the items are called in JSON. */
  abstract String itemsName();

  /** The list in a scope. */
  abstract Function<ListOption[], Page<T>> listOf(StorageScope scope);

  /** What the list is asked for beside its length. */
  abstract ListOption[] options();

  /** An item as a line. */
  abstract String lineOf(T item);

  /** An item as JSON. */
  abstract void write(JsonWriter json, T item) throws IOException;

  @Override
  final Outcome run() {
    Paging paging = page.start();
    try (SecureStorage storage = storage().openExisting()) {
      Function<ListOption[], Page<T>> list = listOf(scope.in(storage));
      if (output().isJson()) {
        output().json(json -> writeAll(json, paging, list));
      } else {
        printAll(paging, list);
      }
    }
    if (!paging.unreadable().isEmpty()) {
      throw new CommandFailure(
          Outcome.UNREADABLE,
          "Entries that cannot be read: " + paging.unreadable().size()
              + ". The others are not touched by it.");
    }
    return Outcome.DONE;
  }

  private void writeAll(JsonWriter json, Paging paging, Function<ListOption[], Page<T>> list)
      throws IOException {
    json.beginObject().name(itemsName()).beginArray();
    paging.read(list, item -> write(json, item), options());
    json.endArray().name("unreadable");
    EntryFields.write(json, paging.unreadable());
    json.name("next").value(paging.next().orElse(null)).endObject();
  }

  private void printAll(Paging paging, Function<ListOption[], Page<T>> list) {
    try {
      paging.read(list, item -> output().line(lineOf(item)), options());
    } catch (IOException impossible) {
      throw new AssertionError("Lines fail by themselves.", impossible);
    }
    paging.unreadable().forEach(entry -> output().note(unreadable(entry)));
    paging.next().ifPresent(token -> output().note("There is more: --after " + token));
  }

  /** A sentence of an entry that cannot be read. */
  static String unreadable(UnreadableEntry entry) {
    String names = entry.path().isPresent() && entry.key().isPresent()
        ? Names.shown(Stream.concat(entry.path().get().stream(), entry.key().stream())
            .collect(Collectors.toList()))
        : "an entry of unknown name";
    return "Cannot be read: " + names + ", version " + entry.version() + ": " + entry.reason()
        + ".";
  }

  /** A name behind others. */
  static List<String> joined(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).collect(Collectors.toList());
  }
}
