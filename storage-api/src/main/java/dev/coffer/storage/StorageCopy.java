package dev.coffer.storage;

import dev.coffer.storage.spi.RecordSealer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A copy of all entries of one storage into another, of whatever providers and keys the two are.
 *
 * <pre>{@code
 * CopyResult result = StorageCopy.of(file, database).run();
 * if (!result.isComplete()) { … }
 * }</pre>
 *
 * <p>Versions and expiries stay as they are; names and values are sealed with the target's keys.
 * What was written is read back and compared with what was read. Entries that have expired are left
 * out, and so are those that cannot be read, which the result counts.
 *
 * <p>Both storages may be in use. Each entry is copied as it is when its turn comes; whoever wants
 * the target to be the source's equal stops the writers, and runs the copy once more with
 * {@link #resume()} and {@link #deleteOthers()}, which then has little to do. A run that was ended,
 * by {@code kill -9} say, goes on in the same way: it remembers nothing, and sees what is there.
 *
 * <p>Immutable and thread-safe.
 */
public final class StorageCopy {

  private final RootScope source;
  private final RootScope target;
  private final boolean resumes;
  private final boolean deletesOthers;
  private final CopyListener listener;

  private StorageCopy(
      RootScope source,
      RootScope target,
      boolean resumes,
      boolean deletesOthers,
      CopyListener listener) {
    this.source = source;
    this.target = target;
    this.resumes = resumes;
    this.deletesOthers = deletesOthers;
    this.listener = listener;
  }

  /**
   * From one open storage into another, which must be empty.
   *
   * @throws StorageConfigurationException if both are one store
   * @throws IllegalArgumentException if one of them was made by neither
   *     {@link SecureStorage#open(StorageOptions)} nor {@link SecureStorage#over}
   */
  public static StorageCopy of(SecureStorage source, SecureStorage target) {
    RootScope from = root(source, "source");
    RootScope to = root(target, "target");
    if (from == to || isOneStore(from.core(), to.core())) {
      throw new StorageConfigurationException("Source and target are the same store, or one is a"
          + " copy of the other's file: a copy goes from one store to another.");
    }
    return new StorageCopy(from, to, false, false, progress -> {});
  }

  private static RootScope root(SecureStorage storage, String role) {
    if (Objects.requireNonNull(storage, role) instanceof RootScope root) {
      return root;
    }
    throw new IllegalArgumentException("The " + role + " of a copy must be opened by SecureStorage,"
        + " and is a " + storage.getClass().getName() + ".");
  }

  /** By the id of the place, where it has one, else by that of the keys; clear text has neither. */
  private static boolean isOneStore(StorageCore source, StorageCore target) {
    Optional<byte[]> from = source.call(open -> open.backend().storeId());
    Optional<byte[]> to = target.call(open -> open.backend().storeId());
    if (from.isPresent() && to.isPresent()) {
      return Arrays.equals(from.get(), to.get());
    }
    byte[] sealed = source.call(open -> open.codec().storeId());
    return !Arrays.equals(sealed, new byte[RecordSealer.STORE_ID_LENGTH])
        && Arrays.equals(sealed, target.call(open -> open.codec().storeId()));
  }

  /**
   * The same into a target that may hold entries: what is there as in the source stays, and what
   * differs is replaced by what the source has.
   */
  public StorageCopy resume() {
    return new StorageCopy(source, target, true, deletesOthers, listener);
  }

  /** The same, and entries of the target that the source does not have are deleted. */
  public StorageCopy deleteOthers() {
    return new StorageCopy(source, target, resumes, true, listener);
  }

  /** The same with a listener. */
  public StorageCopy listener(CopyListener listener) {
    return new StorageCopy(
        source, target, resumes, deletesOthers, Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Copies.
   *
   * @throws StorageConfigurationException if the target holds entries, and this is no
   *     {@link #resume()}; nothing was changed
   * @throws ConflictException if somebody else writes to the target
   * @throws StorageUnavailableException if one of the two cannot be reached; the copy can be
   *     resumed
   */
  public CopyResult run() {
    return new CopyRun(source, target, resumes, listener).run(deletesOthers);
  }

  /** Says what {@link #run()} would do, and changes nothing. All of the source is read for that. */
  public CopyResult dryRun() {
    return new CopyRun(source, target, resumes, listener).dryRun(deletesOthers);
  }
}
