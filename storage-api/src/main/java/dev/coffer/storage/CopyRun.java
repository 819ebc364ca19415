package dev.coffer.storage;

import dev.coffer.storage.CopyProgress.Phase;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import java.util.BitSet;
import java.util.function.Predicate;

/**
 * One run of a copy. All of the source is read once and all of the target once, each in its own
 * order; that they have the same entries is told by {@link ContentsSum two sums}. In the parts in
 * which these differ each entry is looked up.
 *
 * <p>Not thread-safe, used once.
 */
final class CopyRun {

  /** Few, since their values are in memory together. */
  private static final int PAGE = 100;

  private final RootScope source;
  private final RootScope target;
  private final boolean resumes;
  private final CopyListener listener;
  private final UnreadableEntries unreadable = new UnreadableEntries();
  private final ContentsSum.Keyed sums = ContentsSum.withRandomKey();
  private final BitSet damagedThere = new BitSet();
  private long namelessThere;

  CopyRun(RootScope source, RootScope target, boolean resumes, CopyListener listener) {
    this.source = source;
    this.target = target;
    this.resumes = resumes;
    this.listener = listener;
  }

  CopyResult run(boolean deletesOthers) {
    CopyTarget writer = new CopyTarget(target.core(), resumes);
    ContentsSum read = copyTo(writer);
    BitSet suspect = read.differing(readBack());
    suspect.or(damagedThere);
    CopyComparison comparison =
        comparison(info -> suspect.get(read.partOf(info.path(), info.key())));
    CopyComparison.Difference difference =
        suspect.isEmpty() ? CopyComparison.Difference.NONE : comparison.run(deletesOthers);
    return result(writer, difference, Math.max(0, namelessThere - difference.nameless));
  }

  CopyResult dryRun(boolean deletesOthers) {
    CopyTarget writer = CopyTarget.dry(target.core(), resumes);
    copyTo(writer);
    CopyComparison.Difference others =
        resumes ? comparison(info -> true).others(deletesOthers) : CopyComparison.Difference.NONE;
    return result(writer, others, 0);
  }

  private CopyResult result(
      CopyTarget writer, CopyComparison.Difference difference, long unreadableThere) {
    return new CopyResult(
        writer.copied(), writer.replaced(), writer.same(), unreadable, difference, unreadableThere);
  }

  private CopyComparison comparison(Predicate<EntryInfo> suspect) {
    return new CopyComparison(
        source, target, suspect, (done, total) -> report(Phase.COMPARING, done, total));
  }

  private ContentsSum copyTo(CopyTarget writer) {
    if (!resumes && !isEmpty(target.core())) {
      throw new StorageConfigurationException("The target is not empty. If it is from a copy that"
          + " was ended early, or is to be brought up to date, resume that copy; what differs from"
          + " the source is replaced then.");
    }
    long total = source.count();
    ContentsSum sum = sums.empty();
    report(Phase.COPYING, 0, total);
    everyPage(source, page -> {
      unreadable.add(page.unreadable());
      page.items().forEach(sum::add);
      writer.take(page.items());
      report(Phase.COPYING, sum.count() + unreadable.count(), total);
    });
    return sum;
  }

  private ContentsSum readBack() {
    long total = target.count();
    ContentsSum sum = sums.empty();
    everyPage(target, page -> {
      page.items().forEach(sum::add);
      page.unreadable().forEach(damaged -> note(damaged, sum));
      report(Phase.READING_BACK, sum.count(), total);
    });
    return sum;
  }

  private void note(UnreadableEntry damaged, ContentsSum sum) {
    if (damaged.path().isPresent() && damaged.key().isPresent()) {
      damagedThere.set(sum.partOf(damaged.path().get(), damaged.key().get()));
    } else {
      namelessThere++;
    }
  }

  private void report(Phase phase, long done, long total) {
    listener.progressed(new CopyProgress(phase, done, total));
  }

  /** What is done with a page of entries, whose values are wiped afterwards. */
  interface PageReader {
    void read(Page<Entry> page);
  }

  /** Reads all entries. */
  static void everyPage(StorageScope scope, PageReader reader) {
    Page<Entry> page = scope.readAll(ListOption.recursive(), ListOption.limit(PAGE));
    read(page, reader);
    while (page.next().isPresent()) {
      page = scope.readAll(
          ListOption.recursive(),
          ListOption.limit(PAGE),
          ListOption.after(page.next().get()));
      read(page, reader);
    }
  }

  private static void read(Page<Entry> page, PageReader reader) {
    try {
      reader.read(page);
    } finally {
      page.items().forEach(entry -> entry.value().destroy());
    }
  }

  private static boolean isEmpty(StorageCore core) {
    ScanRequest first = ScanRequest.of(RecordId.ENTRIES, 1).withoutValues();
    return core.call(open -> new RecordWalk(open.backend(), first).next()) == null;
  }
}
