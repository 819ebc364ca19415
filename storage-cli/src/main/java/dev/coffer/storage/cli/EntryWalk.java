package dev.coffer.storage.cli;

import dev.coffer.storage.Entry;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk over every entry of a scope and of those below, that opens each name and value. It keeps
 * what cannot be read.
 */
final class EntryWalk {

  /** Few, since their values are in memory together. */
  private static final int PAGE = 100;

  private final WorkProgress progress;
  private final long total;
  private final List<UnreadableEntry> unreadable = new ArrayList<>();
  private long intact;

  /** With how many entries there are, or that this is not known. */
  EntryWalk(WorkProgress progress, long total) {
    this.progress = progress;
    this.total = total;
  }

  /** Hands each entry that is intact to {@code reader}. */
  void through(StorageScope scope, Paging.Reader<EntryInfo> reader) throws IOException {
    try {
      Page<Entry> page = scope.readAll(ListOption.recursive(), ListOption.limit(PAGE));
      take(page, reader);
      while (page.next().isPresent()) {
        page = scope.readAll(
            ListOption.recursive(),
            ListOption.limit(PAGE),
            ListOption.after(page.next().get()));
        take(page, reader);
      }
    } finally {
      progress.end();
    }
  }

  private void take(Page<Entry> page, Paging.Reader<EntryInfo> reader) throws IOException {
    for (Entry entry : page.items()) {
      reader.read(entry.info());
    }
    intact += page.items().size();
    unreadable.addAll(page.unreadable());
    progress.at(intact + unreadable.size(), total);
  }

  long intact() {
    return intact;
  }

  List<UnreadableEntry> unreadable() {
    return unreadable;
  }
}
