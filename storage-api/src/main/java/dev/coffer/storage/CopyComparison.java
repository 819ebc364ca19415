package dev.coffer.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * Looks up each entry of one storage in the other, in both directions, and counts what differs. It
 * is slow, for a copy after which the two were not found the same at once.
 *
 * <p>Used once.
 */
final class CopyComparison {

  private static final int PAGE = 1_000;

  private final RootScope source;
  private final RootScope target;
  private final Progress progress;

  private long deleted;
  private long others;
  private long behind;
  private long broken;

  /** Hears how many of all entries were looked up. */
  interface Progress {
    void at(long done, long total);
  }

  CopyComparison(RootScope source, RootScope target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /** What differs; {@code deleteOthers} deletes what only the target has. */
  Difference run(boolean deleteOthers) {
    long total = source.count() + target.count();
    long[] done = new long[1];
    CopyRun.everyPage(source, page -> {
      page.items().forEach(this::lookInTarget);
      progress.at(done[0] += page.items().size(), total);
    });
    lookForOthers(
        info -> {
          if (deleteOthers) {
            deleteOther(info);
          } else {
            others++;
          }
          return info;
        },
        done[0],
        total);
    return new Difference(deleted, others, behind, broken);
  }

  /** What only the target has, as to be deleted or as others; nothing is changed. */
  Difference others(boolean toBeDeleted) {
    lookForOthers(
        info -> {
          if (toBeDeleted) {
            deleted++;
          } else {
            others++;
          }
          return info;
        },
        0,
        target.count());
    return new Difference(deleted, others, 0, 0);
  }

  private void lookInTarget(Entry entry) {
    try {
      Optional<Entry> there = target.scoped(segments(entry.info())).read(entry.key());
      if (there.isEmpty()) {
        behind += isExpired(entry.info()) ? 0 : 1;
      } else if (!there.get().version().equals(entry.version())) {
        behind++;
      } else if (!there.get().equals(entry)) {
        broken++;
      }
      there.ifPresent(found -> found.value().destroy());
    } catch (UnreadableEntryException damaged) {
      broken++;
    }
  }

  private interface Other {
    EntryInfo found(EntryInfo info);
  }

  private void lookForOthers(Other other, long before, long total) {
    long[] done = {before};
    Optional<String> next = Optional.empty();
    do {
      Page<EntryInfo> page = next.map(token ->
              target.list(ListOption.recursive(), ListOption.limit(PAGE), ListOption.after(token)))
          .orElseGet(() -> target.list(ListOption.recursive(), ListOption.limit(PAGE)));
      page.items().stream().filter(this::isOther).forEach(other::found);
      progress.at(done[0] += page.items().size(), total);
      next = page.next();
    } while (next.isPresent());
  }

  /** Not so where the source has one that cannot be read. */
  private boolean isOther(EntryInfo info) {
    try {
      Optional<Entry> there = source.scoped(segments(info)).read(info.key());
      there.ifPresent(found -> found.value().destroy());
      return there.isEmpty() && !isExpired(info);
    } catch (UnreadableEntryException damaged) {
      return false;
    }
  }

  /** One that was written anew stays, and is counted. */
  private void deleteOther(EntryInfo info) {
    try {
      target.scoped(segments(info)).delete(info.key(), info.version());
      deleted++;
    } catch (ConflictException changed) {
      others++;
    }
  }

  /** Between one look and the other, that is. */
  private boolean isExpired(EntryInfo info) {
    Instant now = Instant.ofEpochMilli(target.core().now());
    return info.expiresAt().map(expiry -> !expiry.isAfter(now)).orElse(false);
  }

  private static String[] segments(EntryInfo info) {
    return info.path().toArray(new String[0]);
  }

  /** How much differs, and what was done about it. */
  static final class Difference {

    static final Difference NONE = new Difference(0, 0, 0, 0);

    final long deleted;
    final long others;
    final long behind;
    final long broken;

    Difference(long deleted, long others, long behind, long broken) {
      this.deleted = deleted;
      this.others = others;
      this.behind = behind;
      this.broken = broken;
    }
  }
}
