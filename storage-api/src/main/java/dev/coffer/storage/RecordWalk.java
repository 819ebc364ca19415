package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks the records under a prefix, page by page, and can leap over a subtree. */
final class RecordWalk {

  /** Behind every id of a subtree, whose next byte is 0 or 1. */
  private static final byte BEHIND_SUBTREE = (byte) 0xFF;

  private final StorageBackend backend;
  private final ScanRequest first;
  private final Deque<StoredRecord> page = new ArrayDeque<>();

  /** Where the backend is asked next; null when it has said that nothing follows. */
  private @Nullable ScanRequest upcoming;

  private @Nullable RecordId position;
  private int steps;

  RecordWalk(StorageBackend backend, ScanRequest first) {
    this.backend = backend;
    this.first = first;
    this.upcoming = first;
  }

  /** The next record, or null at the end. */
  @Nullable
  StoredRecord next() {
    while (page.isEmpty() && upcoming != null) {
      RecordPage answer = backend.scan(upcoming);
      page.addAll(answer.records());
      upcoming = upcoming.following(answer).orElse(null);
    }
    StoredRecord record = page.poll();
    if (record != null) {
      position = record.id();
      steps++;
    }
    return record;
  }

  /** Goes on behind everything that begins with {@code subtree}, in which the walk now is. */
  void leapOver(RecordId subtree) {
    RecordId behind = subtree.append(BEHIND_SUBTREE);
    while (!page.isEmpty() && page.element().id().startsWith(subtree)) {
      page.remove();
    }
    if (page.isEmpty() && upcoming != null) {
      upcoming = first.after(behind);
    }
    position = behind;
  }

  /** How many records it has given. */
  int steps() {
    return steps;
  }

  /** The cursor behind what was given, for another walk to go on from; empty if nothing follows. */
  Optional<RecordId> rest() {
    return page.isEmpty() && upcoming == null ? Optional.empty() : Optional.ofNullable(position);
  }
}
