package dev.coffer.storage.file;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is done to a store of the provider {@code encrypted-file} as a whole: looking for damage,
 * copying what is intact out of a damaged one, and compacting. Each takes the options that the
 * store is opened with.
 *
 * <pre>{@code
 * EncryptedFile.Inspection inspection = EncryptedFile.inspect(options);
 * if (!inspection.findings().isEmpty()) {
 *   EncryptedFile.salvage(options, Path.of("salvaged.coffer"), Progress.NONE);
 * }
 * }</pre>
 */
public final class EncryptedFile {

  private EncryptedFile() {}

  private static StoreOpening opening() {
    return new StoreOpening(new LocalDisk(), warning -> {});
  }

  /**
   * Reads the whole log and verifies every frame; nothing is written or locked. Whether each entry
   * opens is for the storage to say, page by page, when it is read with {@code read-only=true}.
   *
   * @throws dev.coffer.storage.UnreadableStoreException if the file is no log, has a damaged header
   *     or is of a later release
   */
  public static Inspection inspect(StorageOptions options) {
    try (EncryptedFileBackend backend = opening().open(readOnly(options))) {
      return new Inspection((ReadOnlyLog) backend.log());
    }
  }

  /**
   * Copies every entry that is intact, sealed as it is, into a new log with the same keyring. What
   * is damaged, or may not be what was written last, is left out; the log itself is left as it is.
   *
   * @param to where the new log is made
   * @throws StorageConfigurationException if something is there
   */
  public static Salvaged salvage(StorageOptions options, Path to, Progress progress) {
    try (EncryptedFileBackend backend = opening().open(readOnly(options))) {
      return new SalvageCopy(backend, new LocalDisk()).to(to, progress);
    }
  }

  /**
   * Writes the log anew, without what is dead in it, while others read and write. It takes the old
   * one's place when it is complete, and any failure leaves the old one there.
   *
   * @throws dev.coffer.storage.UnreadableStoreException if it is damaged; it was left as it is
   */
  public static Compacted compact(StorageOptions options, Progress progress) {
    StorageOptions writing = options.with(EncryptedFileProvider.READ_ONLY, false);
    try (EncryptedFileBackend backend = opening().open(writing)) {
      SharedLog log = (SharedLog) backend.log();
      long before = log.current().end();
      log.compact(progress);
      return new Compacted(log.current().index().count(), before, log.current().end());
    }
  }

  private static StorageOptions readOnly(StorageOptions options) {
    return options.with(StorageOptions.CREATE, false).with(EncryptedFileProvider.READ_ONLY, true);
  }

  /** What {@link #inspect} has seen of a log. Immutable. */
  public static final class Inspection {

    private final long records;
    private final long liveBytes;
    private final long deadBytes;
    private final List<String> findings;
    private final Optional<String> unfinished;

    private Inspection(ReadOnlyLog log) {
      this.findings = log.findings();
      this.records = log.current().index().count();
      this.liveBytes = log.current().index().liveBytes();
      this.deadBytes = log.current().deadBytes();
      this.unfinished = log.tail().kind() == Tail.Kind.TORN
          ? Optional.of(log.tail().toString())
          : Optional.empty();
    }

    /**
     * What is damaged and where, in the order of the file, without content; empty if nothing is.
     */
    public List<String> findings() {
      return findings;
    }

    /**
     * The append at the end that was cut off, or is under way, if there is one. The next writer
     * cuts it; nothing that was acknowledged is in it.
     */
    public Optional<String> unfinished() {
      return unfinished;
    }

    /** How many records there are, of a damaged log those before the damage. */
    public long records() {
      return records;
    }

    /** How many bytes these have in the file. */
    public long liveBytes() {
      return liveBytes;
    }

    /** How many bytes of the file compacting would give back. */
    public long deadBytes() {
      return deadBytes;
    }
  }

  /** What {@link #salvage} has done. Immutable. */
  public static final class Salvaged {

    private final long copied;
    private final long leftOut;
    private final List<String> findings;

    Salvaged(long copied, long leftOut, List<String> findings) {
      this.copied = copied;
      this.leftOut = leftOut;
      this.findings = findings;
    }

    /** How many records are in the new log. */
    public long copied() {
      return copied;
    }

    /** How many are not, since they are damaged or in doubt; what is lost whole is not counted. */
    public long leftOut() {
      return leftOut;
    }

    /** What is damaged in the log and where; empty if nothing is. */
    public List<String> findings() {
      return findings;
    }
  }

  /** What {@link #compact} has done. Immutable. */
  public static final class Compacted {

    private final long records;
    private final long bytesBefore;
    private final long bytesAfter;

    private Compacted(long records, long bytesBefore, long bytesAfter) {
      this.records = records;
      this.bytesBefore = bytesBefore;
      this.bytesAfter = bytesAfter;
    }

    /** How many records there are. */
    public long records() {
      return records;
    }

    /** How long the log was. */
    public long bytesBefore() {
      return bytesBefore;
    }

    /** How long the log is now. */
    public long bytesAfter() {
      return bytesAfter;
    }
  }
}
