package dev.coffer.storage.cli;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.UnreadableEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A walk over a list, page by page, up to a limit. It keeps what cannot be read, which is told at
 * the end.
 */
final class Paging {

  private final List<UnreadableEntry> unreadable = new ArrayList<>();
  private long rest;
  private @Nullable String after;

  Paging(long limit, @Nullable String after) {
    this.rest = limit;
    this.after = after;
  }

  /** Hands each item of the list to {@code reader}. */
  <T> void read(Function<ListOption[], Page<T>> list, Reader<T> reader, ListOption... options)
      throws IOException {
    do {
      Page<T> page = list.apply(with(options));
      for (T item : page.items()) {
        reader.read(item);
      }
      unreadable.addAll(page.unreadable());
      rest -= page.items().size();
      after = page.next().orElse(null);
    } while (rest > 0 && after != null);
  }

  private ListOption[] with(ListOption... options) {
    List<ListOption> all = new ArrayList<>(List.of(options));
    all.add(ListOption.limit((int) Math.min(rest, ListOption.MAX_LIMIT)));
    if (after != null) {
      all.add(ListOption.after(after));
    }
    return all.toArray(new ListOption[0]);
  }

  /** The token to go on with; empty at the end of the list. */
  Optional<String> next() {
    return Optional.ofNullable(after);
  }

  /** What was met and could not be read. */
  List<UnreadableEntry> unreadable() {
    return unreadable;
  }

  /** Takes the items of a list. */
  interface Reader<T> {
    void read(T item) throws IOException;
  }
}
