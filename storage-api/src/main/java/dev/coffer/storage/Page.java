package dev.coffer.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list: what could be read, what could not, and a token for what follows. A page may
 * hold fewer items than its limit, none even, and still not be the last: only an empty
 * {@link #next()} is the end.
 *
 * <p>What is there from the first page to the last comes exactly once; what is written or deleted
 * meanwhile may come or not. The order is no order of names, but stays the same. Immutable and
 * thread-safe.
 *
 * @param <T> the type of the items
 */
public final class Page<T> {

  private final List<T> items;
  private final List<UnreadableEntry> unreadable;
  private final @Nullable String next;

  Page(List<T> items, List<UnreadableEntry> unreadable, @Nullable String next) {
    this.items = List.copyOf(items);
    this.unreadable = List.copyOf(unreadable);
    this.next = next;
  }

  /** What could be read. */
  public List<T> items() {
    return items;
  }

  /** What is there and cannot be read; these do not count towards the limit of items. */
  public List<UnreadableEntry> unreadable() {
    return unreadable;
  }

  /**
   * The token for {@link ListOption#after}; empty at the end. It tells no name, and holds for the
   * same scope and the same list only.
   */
  public Optional<String> next() {
    return Optional.ofNullable(next);
  }

  @Override
  public String toString() {
    return "Page["
        + items.size()
        + " items, "
        + unreadable.size()
        + " unreadable, "
        + (next == null ? "last" : "more")
        + "]";
  }
}
