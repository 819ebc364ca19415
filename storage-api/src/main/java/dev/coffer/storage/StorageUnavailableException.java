package dev.coffer.storage;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The storage could not be reached or did not answer: try again later. It never means that an entry
 * is absent.
 *
 * <p>Where a write may or may not have been made, {@link #attempted()} tells the version it has if
 * it was: a later {@code read} that shows this version proves it.
 */
public final class StorageUnavailableException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final byte @Nullable [] attempted;

  /** For a failure that has changed nothing, with a message and a cause that carry no secret. */
  public StorageUnavailableException(String message, @Nullable Throwable cause) {
    this(message, cause, null);
  }

  StorageUnavailableException(
      String message, @Nullable Throwable cause, @Nullable Version attempted) {
    super(message, cause);
    this.attempted = attempted == null ? null : attempted.toBytes();
  }

  /**
   * The version of the write, deletion or batch whose outcome is unknown; empty where nothing was
   * changed. A deletion leaves no version behind, so that its own is of no use beyond telling that
   * the outcome is unknown. {@link StorageScope#clear} and {@link SecureStorage#purgeExpired} have
   * no version; they may have removed some entries, and can be repeated.
   */
  public Optional<Version> attempted() {
    return Optional.ofNullable(attempted).map(Version::of);
  }
}
