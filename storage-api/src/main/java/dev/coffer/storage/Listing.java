package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Makes the pages of one scope. Expired entries are left out, after their names were opened (what
 * was edited to look expired must not look absent); unreadable ones are set aside; a page goes on
 * through records that give no item, up to a bound.
 */
final class Listing {

  private static final int INFO_CHUNK = 256;
  private static final int VALUE_CHUNK = 64;
  private static final int SCOPE_CHUNK = 32;

  private static final int MAX_VALUE_BYTES = 4 << 20;

  /** A page ends after so many records even if few gave an item, so that a call has a bound. */
  private static final int MAX_RECORDS = 10_000;

  private final StorageCore open;
  private final ScopeId scope;
  private final int depth;
  private final long now;

  Listing(StorageCore open, ScopeId scope) {
    this.open = open;
    this.scope = scope;
    this.depth = scope.path().size();
    this.now = open.now();
  }

  Page<EntryInfo> entries(ListOption.Terms terms) {
    PageToken.Kind kind = terms.recursive() ? PageToken.Kind.LIST_RECURSIVE : PageToken.Kind.LIST;
    return entries(kind, terms, INFO_CHUNK, (record, info) -> info, info -> 0);
  }

  Page<Entry> entriesWithValues(ListOption.Terms terms) {
    PageToken.Kind kind =
        terms.recursive() ? PageToken.Kind.READ_ALL_RECURSIVE : PageToken.Kind.READ_ALL;
    return entries(
        kind,
        terms,
        VALUE_CHUNK,
        open.codec()::openValue,
        entry -> entry.value().length());
  }

  private <T> Page<T> entries(
      PageToken.Kind kind,
      ListOption.Terms terms,
      int chunk,
      BiFunction<StoredRecord, EntryInfo, T> reader,
      ToIntFunction<T> bytesOf) {
    RecordId prefix = terms.recursive() ? scope.subtree() : scope.here();
    RecordWalk walk = walk(kind, prefix, terms, chunk);
    List<T> items = new ArrayList<>();
    List<UnreadableEntry> unreadable = new ArrayList<>();
    int bytes = 0;
    while (hasRoom(terms, items, unreadable, walk) && bytes < MAX_VALUE_BYTES) {
      StoredRecord record = walk.next();
      if (record == null) {
        break;
      }
      try {
        EntryInfo info = authentic(record, depth, terms.recursive() ? Limits.MAX_DEPTH : depth);
        if (!record.isExpiredAt(now)) {
          T item = reader.apply(record, info);
          items.add(item);
          bytes += bytesOf.applyAsInt(item);
        }
      } catch (UnreadableEntryException found) {
        unreadable.add(found.entry());
      }
    }
    return page(kind, items, unreadable, walk);
  }

  Page<List<String>> childScopes(ListOption.Terms terms) {
    RecordId prefix = scope.below();
    RecordWalk walk = walk(PageToken.Kind.CHILD_SCOPES, prefix, terms, SCOPE_CHUNK);
    List<List<String>> items = new ArrayList<>();
    List<UnreadableEntry> unreadable = new ArrayList<>();
    while (hasRoom(terms, items, unreadable, walk)) {
      StoredRecord record = walk.next();
      if (record == null) {
        break;
      }
      try {
        EntryInfo info = authentic(record, depth + 1, Limits.MAX_DEPTH);
        if (!record.isExpiredAt(now)) {
          items.add(List.copyOf(info.path().subList(0, depth + 1)));
          walk.leapOver(childSubtree(prefix, record.id()));
        }
      } catch (UnreadableEntryException found) {
        unreadable.add(found.entry());
      }
    }
    return page(PageToken.Kind.CHILD_SCOPES, items, unreadable, walk);
  }

  private RecordWalk walk(PageToken.Kind kind, RecordId prefix, ListOption.Terms terms, int chunk) {
    ScanRequest all = ScanRequest.of(prefix, Math.min(chunk, terms.limit()));
    boolean values = kind == PageToken.Kind.READ_ALL || kind == PageToken.Kind.READ_ALL_RECURSIVE;
    ScanRequest wanted = values ? all : all.withoutValues();
    return new RecordWalk(
        open.backend(),
        PageToken.cursor(kind, scope, terms.after()).map(wanted::after).orElse(wanted));
  }

  private static boolean hasRoom(
      ListOption.Terms terms, List<?> items, List<?> unreadable, RecordWalk walk) {
    return items.size() < terms.limit()
        && unreadable.size() < terms.limit()
        && walk.steps() < MAX_RECORDS;
  }

  private <T> Page<T> page(
      PageToken.Kind kind, List<T> items, List<UnreadableEntry> unreadable, RecordWalk walk) {
    String next = walk.rest().map(cursor -> PageToken.of(kind, scope, cursor)).orElse(null);
    return new Page<>(items, unreadable, next);
  }

  /** The entry's name, which must be of this scope or of one below, in these bounds of depth. */
  private EntryInfo authentic(StoredRecord record, int minDepth, int maxDepth) {
    EntryInfo info = open.codec().openInfo(record);
    List<String> path = info.path();
    if (path.size() < minDepth
        || path.size() > maxDepth
        || !path.subList(0, depth).equals(scope.path())) {
      throw open.codec().unreadable(record, "it lies where another entry belongs", null);
    }
    return info;
  }

  private static RecordId childSubtree(RecordId prefix, RecordId id) {
    int length = Math.min(id.length(), prefix.length() + RecordSealer.DIGEST_LENGTH);
    return RecordId.of(Arrays.copyOf(id.toBytes(), length));
  }
}
