package dev.coffer.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * Entries that cannot be read: all are counted, and the first ones kept, so that a store of which
 * nothing can be read does not fill the memory.
 *
 * <p>Not thread-safe.
 */
final class UnreadableEntries {

  private final List<UnreadableEntry> first = new ArrayList<>();
  private long count;

  void add(List<UnreadableEntry> entries) {
    count += entries.size();
    int room = Math.min(entries.size(), CopyResult.MAX_UNREADABLE_KEPT - first.size());
    first.addAll(entries.subList(0, room));
  }

  List<UnreadableEntry> first() {
    return List.copyOf(first);
  }

  long count() {
    return count;
  }
}
