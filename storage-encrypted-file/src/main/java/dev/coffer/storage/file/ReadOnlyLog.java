package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A log that is looked at and never touched: not written, not cut, not locked, so that it may lie
 * on read-only media. It follows what others write. Of a damaged log it gives what is intact.
 */
final class ReadOnlyLog implements Log {

  private static final int LOOKS_AGAIN = 3;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(3);

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final Consumer<String> warnings;
  private final Lookout lookout;

  /** Held while the log is read on. */
  private final ReentrantLock following = new ReentrantLock();

  private final Records records = new Records() {
    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return read(source -> source.get(id));
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      return read(source -> source.scan(request));
    }
  };

  private volatile View view;

  /** What was seen of the log at one moment. */
  private static final class View {
    private final OpenLog log;
    private final RecordSource records;
    private final long length;
    private final Tail tail;
    private final List<String> findings;

    private View(OpenLog log, RecordSource records, long length, Tail tail, List<String> findings) {
      this.log = log;
      this.records = records;
      this.length = length;
      this.tail = tail;
      this.findings = findings;
    }
  }

  private ReadOnlyLog(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      Consumer<String> warnings,
      LongSupplier nanoClock)
      throws IOException {
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
    this.warnings = warnings;
    this.lookout = new Lookout(disk, path, nanoClock);
    this.view = look();
  }

  static ReadOnlyLog open(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      Consumer<String> warnings,
      LongSupplier nanoClock) {
    try {
      return new ReadOnlyLog(disk, path, macKeys, warnings, nanoClock);
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }

  private View look() throws IOException {
    OpenLog log = OpenLog.open(disk, path, false, macKeys);
    try {
      long length = log.file().length();
      Tail tail = log.advance(true);
      for (int i = 0; i < LOOKS_AGAIN && tail.isMoreThanUnfinished(); i++) {
        // An append under way may look like that for a moment, and there is no lock to wait for.
        Pause.of(BETWEEN_LOOKS);
        tail = log.advance(true);
      }
      if (!tail.isMoreThanUnfinished()) {
        return new View(log, log.records(), length, tail, List.of());
      }
      Salvage salvage = Salvage.of(new LogInput(log.file()), log.header(), log.chain());
      warnings.accept("The log " + path + " is damaged; what is intact is read: "
          + String.join("; ", salvage.findings()) + ".");
      return new View(log, salvage.records(), length, tail, salvage.findings());
    } catch (IOException | RuntimeException | Error failure) {
      log.close();
      throw failure;
    }
  }

  @Override
  public Records records() {
    return records;
  }

  private interface Reading<T> {
    T from(RecordSource source) throws IOException;
  }

  private <T> T read(Reading<T> reading) {
    while (true) {
      View seen = seen();
      try {
        return reading.from(seen.records);
      } catch (IOException failure) {
        if (seen.log == view.log) {
          throw SharedLog.unavailable(path, failure);
        }
        // It was closed meanwhile, by a thread that has opened its successor.
      }
    }
  }

  @Override
  public byte[] keyring() {
    return seen().log.header().keyring();
  }

  private View seen() {
    try {
      View seen = view;
      if (!isUpToDate(seen)) {
        following.lock();
        try {
          seen = isUpToDate(view) ? view : readOn(view);
          view = seen;
        } finally {
          following.unlock();
        }
      }
      return seen;
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }

  private boolean isUpToDate(View seen) throws IOException {
    try {
      return isUnchanged(seen) && lookout.sees(seen.log);
    } catch (IOException failure) {
      if (seen != view) {
        return false; // Closed meanwhile, as above.
      }
      throw failure;
    }
  }

  private static boolean isUnchanged(View seen) throws IOException {
    if (!seen.tail.isMoreThanUnfinished()) {
      return seen.log.isUpToDate();
    }
    // Whoever restores a frame changes neither the length nor what lies before.
    return seen.log.file().length() == seen.length
        && seen.log.isStillThere()
        && !LostEdge.isRestored(seen.log.file(), seen.tail);
  }

  private View readOn(View seen) throws IOException {
    if (!seen.tail.isMoreThanUnfinished()
        && seen.log.identity().equals(disk.identity(path))
        && seen.log.isStillThere()) {
      long length = seen.log.file().length();
      Tail tail = seen.log.advance(false);
      if (!tail.isMoreThanUnfinished() && seen.log.identity().equals(disk.identity(path))) {
        return new View(seen.log, seen.log.records(), length, tail, List.of());
      }
    }
    View next = look();
    view = next;
    seen.log.close();
    return next;
  }

  /** The log as it was last seen. */
  OpenLog current() {
    return view.log;
  }

  /** What lay behind the last sound frame when the log was last looked at. */
  Tail tail() {
    return view.tail;
  }

  /** What is wrong with the log, and where; empty where nothing is. */
  List<String> findings() {
    return view.findings;
  }

  @Override
  public void apply(List<Change> changes, long now) {
    Change.requireBatch(changes);
    requireWritable();
  }

  @Override
  public void requireWritable() {
    throw new StorageUnavailableException(
        "The log " + path + " was opened with read-only=true: nothing is written to it.", null);
  }

  @Override
  public void close() {
    try {
      view.log.close();
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }
}
