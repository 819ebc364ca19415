package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A log that is looked at and never touched: not written, not cut, not locked, so that it may lie
 * on read-only media. It follows what others write. Of a damaged log it gives what is intact.
 */
final class ReadOnlyLog implements Log {

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final Consumer<String> warnings;

  /** Held while the log is read on. */
  private final ReentrantLock following = new ReentrantLock();

  private volatile View view;

  /** What was seen of the log at one moment. */
  private static final class View {
    private final OpenLog log;
    private final Records records;
    private final long length;
    private final Tail tail;
    private final List<String> findings;

    private View(OpenLog log, Records records, long length, Tail tail, List<String> findings) {
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
      View view) {
    this.warnings = warnings;
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
    this.view = view;
  }

  static ReadOnlyLog open(
      Disk disk, Path path, Function<byte[], byte[]> macKeys, Consumer<String> warnings) {
    try {
      return new ReadOnlyLog(disk, path, macKeys, warnings, look(disk, path, macKeys, warnings));
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }

  private static View look(
      Disk disk, Path path, Function<byte[], byte[]> macKeys, Consumer<String> warnings)
      throws IOException {
    OpenLog log = OpenLog.open(disk, path, false, macKeys);
    try {
      long length = log.file().length();
      Tail tail = log.advance();
      if (!tail.isDamaged()) {
        return new View(log, log.index(), length, tail, List.of());
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
    return seen().records;
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
    Object identity = disk.identity(path);
    try {
      return seen.log.identity().equals(identity)
          && seen.tail.kind() != Tail.Kind.TORN
          && seen.log.file().length() == seen.length
          && seen.log.isStillThere();
    } catch (IOException failure) {
      if (seen != view) {
        return false; // Closed meanwhile, by a thread that has opened its successor.
      }
      throw failure;
    }
  }

  private View readOn(View seen) throws IOException {
    if (!seen.tail.isDamaged()
        && seen.log.identity().equals(disk.identity(path))
        && seen.log.isStillThere()) {
      long length = seen.log.file().length();
      Tail tail = seen.log.advance();
      if (!tail.isDamaged()) {
        return new View(seen.log, seen.log.index(), length, tail, List.of());
      }
    }
    View next = look(disk, path, macKeys, warnings);
    view = next;
    seen.log.close();
    return next;
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
