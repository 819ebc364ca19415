package dev.coffer.storage.file;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A log that this process writes to and follows, as others do at the same time. It puts the parts
 * together: {@link LogFollower} reads, {@link GroupCommit} gathers what {@link LogAppender} writes,
 * and {@link LogRewrite} makes new files.
 */
final class SharedLog implements Log {

  private final Path path;
  private final StoreLock lock;
  private final LogAppender appender;
  private final LogFollower follower;
  private final GroupCommit commits;
  private final LogRewrite rewrite;
  private final Compaction compaction;

  private final Records records = new Records() {
    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return follower.read(log -> log.records().get(id));
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      return follower.read(log -> log.records().scan(request));
    }
  };

  private SharedLog(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      Consumer<String> warnings,
      Tuning tuning)
      throws IOException {
    this.path = path;
    this.lock = lock;
    this.appender = new LogAppender(path);
    this.follower =
        new LogFollower(disk, path, macKeys, lock, appender, warnings, tuning.nanoClock);
    this.commits = new GroupCommit(this::write, VirtualThreads.platformThread("coffer-writer"));
    this.rewrite = new LogRewrite(disk, path, macKeys, lock, follower, appender);
    this.compaction = new Compaction(rewrite, warnings, tuning.compactionSlack);
  }

  /** What tests set otherwise. Immutable. */
  static final class Tuning {

    /** What a log may have of dead bytes beside half of its live ones: 2 MiB. */
    static final Tuning DEFAULT = new Tuning(System::nanoTime, 2 << 20);

    private final LongSupplier nanoClock;
    private final long compactionSlack;

    Tuning(LongSupplier nanoClock, long compactionSlack) {
      this.nanoClock = nanoClock;
      this.compactionSlack = compactionSlack;
    }
  }

  /**
   * Opens the log at {@code path}, its real path, and verifies all of it.
   *
   * @param warnings takes word of what is amiss and was dealt with
   * @throws UnreadableStoreException if it is damaged; it was left as it is
   */
  static SharedLog open(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      Consumer<String> warnings) {
    return open(disk, path, macKeys, lock, warnings, Tuning.DEFAULT);
  }

  static SharedLog open(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      Consumer<String> warnings,
      Tuning tuning) {
    lock.acquire();
    try {
      requireOneName(path);
      SharedLog shared = new SharedLog(disk, path, macKeys, lock, warnings, tuning);
      try {
        shared.follower.catchUp(true);
        shared
            .appender
            .trySettle(shared.follower.current())
            .ifPresent(failure -> warnings.accept("The log " + path
                + " could not be written when it"
                + " was opened (" + failure.getClass().getSimpleName() + "): it can be read, and"
                + " nothing is written before that works. Is the disk full?"));
        return shared;
      } catch (IOException | RuntimeException | Error failure) {
        shared.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw unavailable(path, failure);
    } finally {
      lock.release();
    }
  }

  /**
   * By each of its names a log would have another lock. The caller holds the lock of this one, so
   * that whoever makes the log has taken its draft's name.
   */
  private static void requireOneName(Path path) throws IOException {
    if (LocalDisk.links(path) > 1) {
      Drafts.removeNamesOf(path);
    }
    int links = LocalDisk.links(path);
    if (links > 1) {
      throw new StorageConfigurationException("The log " + path + " has " + links
          + " hard links. Writers by another name would have another lock, and destroy it: remove"
          + " the other names, and share or mount the directory, not the file. With read-only=true"
          + " it can be read as it is.");
    }
  }

  @Override
  public Records records() {
    return records;
  }

  @Override
  public byte[] keyring() {
    return follower.upToDate().header().keyring();
  }

  @Override
  public void apply(List<Change> changes, long now) {
    Change.requireBatch(changes);
    if (KeyringRecord.isChangedBy(changes)) {
      // A failure of the disk is no reason against it: it writes a new file.
      compaction.cancel();
      rewrite.run(
          current -> KeyringRecord.replacement(changes, current, now),
          lock.timeout(),
          Progress.NONE);
      return;
    }
    requireWritable();
    if (!changes.isEmpty()) {
      commits.await(new Commit(changes, now));
    }
  }

  /** Brings a group to the disk; one thread at a time. */
  private void write(List<Commit> group) {
    lock.acquire();
    try {
      OpenLog log = follower.beginWriting();
      appender.requireSound(log.identity());
      GroupFrame frame = GroupFrame.of(group, log.records());
      try {
        if (frame.isEmpty()) {
          appender.settle(log);
        } else {
          appender.append(log, frame.body());
        }
      } catch (OutcomeUnknownException unknown) {
        frame.failUnknown(group, unknown);
        return;
      }
      frame.succeed(group);
      compaction.considerFor(log);
    } catch (IOException failure) {
      throw unavailable(path, failure);
    } finally {
      follower.endWriting();
      lock.release();
    }
  }

  /** Writes the log anew, without what is dead in it. */
  void compact(Progress progress) {
    compaction.cancel();
    rewrite.run(keyring -> keyring, lock.timeout(), progress);
  }

  @Override
  public void requireWritable() {
    if (appender.mayRefuse()) {
      appender.requireSound(follower.upToDate().identity());
    }
  }

  /** What was cut as torn since the log was opened. */
  List<Tail> cuts() {
    return follower.cuts();
  }

  /** The log as it was last seen, for who wants to know how much there is. */
  OpenLog current() {
    return follower.current();
  }

  static StorageUnavailableException unavailable(Path path, IOException failure) {
    return new StorageUnavailableException(
        "The log " + path + " cannot be read or written (" + failure.getClass().getSimpleName()
            + ").",
        failure);
  }

  @Override
  public void close() {
    // All of them, even if one fails; what works in the background first.
    try (lock;
        follower;
        compaction) {
    } catch (IOException failure) {
      throw unavailable(path, failure);
    }
  }
}
