package dev.coffer.storage;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Looks up each suspect entry of one storage in the other, in both directions, and counts what
 * differs: a round trip or two for each, for the few of a copy after which the two were not found
 * the same at once.
 *
 * <p>Used once.
 */
final class CopyComparison {

  private static final int PAGE = 1_000;

  private final RootScope source;
  private final RootScope target;
  private final Predicate<EntryInfo> suspect;
  private final Progress progress;

  private long deleted;
  private long others;
  private long behind;
  private long broken;
  private long nameless;

  /** Hears how many of all entries were looked up. */
  interface Progress {
    void at(long done, long total);
  }

  CopyComparison(
      RootScope source, RootScope target, Predicate<EntryInfo> suspect, Progress progress) {
    this.source = source;
    this.target = target;
    this.suspect = suspect;
    this.progress = progress;
  }

  /** What differs; {@code deleteOthers} deletes what only the target has. */
  Difference run(boolean deleteOthers) {
    long ofSource = source.count();
    long total = ofSource + target.count();
    forSuspects(source, this::lookUp, 0, total);
    forSuspects(
        target,
        info -> {
          if (!isOther(info)) {
            return;
          }
          if (deleteOthers) {
            deleteOther(info);
          } else {
            others++;
          }
        },
        ofSource,
        total);
    return difference();
  }

  /** What only the target has, as to be deleted or as others; nothing is changed. */
  Difference others(boolean toBeDeleted) {
    forSuspects(
        target,
        info -> {
          long one = isOther(info) ? 1 : 0;
          deleted += toBeDeleted ? one : 0;
          others += toBeDeleted ? 0 : one;
        },
        0,
        target.count());
    return difference();
  }

  private Difference difference() {
    return new Difference(deleted, others, behind, broken, nameless);
  }

  private void forSuspects(RootScope of, Consumer<EntryInfo> look, long before, long total) {
    long done = before;
    Optional<String> next = Optional.empty();
    do {
      Page<EntryInfo> page = next.map(token ->
              of.list(ListOption.recursive(), ListOption.limit(PAGE), ListOption.after(token)))
          .orElseGet(() -> of.list(ListOption.recursive(), ListOption.limit(PAGE)));
      page.items().stream().filter(suspect).forEach(look);
      done += page.items().size();
      progress.at(done, total);
      next = page.next();
    } while (next.isPresent());
  }

  private void lookUp(EntryInfo info) {
    Optional<Entry> here;
    try {
      here = source.scoped(segments(info)).read(info.key());
    } catch (UnreadableEntryException toldBefore) {
      return;
    }
    here.ifPresent(entry -> {
      lookInTarget(entry);
      entry.value().destroy();
    });
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
      nameless += damaged.entry().key().isPresent() ? 0 : 1;
    }
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

    static final Difference NONE = new Difference(0, 0, 0, 0, 0);

    final long deleted;
    final long others;
    final long behind;
    final long broken;

    /** Those of the broken ones of which not even the names can be read. */
    final long nameless;

    Difference(long deleted, long others, long behind, long broken, long nameless) {
      this.deleted = deleted;
      this.others = others;
      this.behind = behind;
      this.broken = broken;
      this.nameless = nameless;
    }
  }
}
