package dev.coffer.storage.file;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyringOptions;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.crypto.Suite;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The provider {@code encrypted-file}: one encrypted log file, durable when a write returns, for
 * several processes at once.
 *
 * <p>After a delete, a {@code clear} or a replacement, the sealed value of before stays in the
 * file, and whoever has the file and its master key can open it, until the log is compacted into a
 * new file. That happens in the background when more is dead than half of what is alive and 2 MiB;
 * where an old value must be gone, revoke it where it is accepted.
 *
 * <p>Beside the log, at <i>path</i>, lies <i>path</i>{@code .lock}, which must not be deleted while
 * anyone has the store open, and which nothing else in the JVM may open and close, a backup of the
 * whole directory say: on POSIX that would drop the lock of a write under way. Mount or share the
 * directory, not the file: a log that is known by two names has two locks. One with several hard
 * links is refused, a mount of the file alone cannot be seen.
 */
public final class EncryptedFileProvider implements StorageProvider {

  /** The log file. */
  public static final Option<Path> PATH = Option.path("path", "the log file").required();

  /**
   * Whether the store is only looked at; false by default. A store that is open for reading only is
   * neither written nor locked, and of a damaged one it gives what is intact: what is not is
   * unreadable, entry by entry.
   */
  public static final Option<Boolean> READ_ONLY = Option.flag(
          "read-only", "open the store for reading only, even if it is damaged")
      .withDefault(false);

  /** How long a write waits for those of others; 10 s by default. */
  public static final Option<Duration> LOCK_TIMEOUT = Option.duration(
          "lock-timeout",
          "how long a write waits for those of others",
          Duration.ZERO,
          Duration.ofMinutes(10))
      .withDefault(Duration.ofSeconds(10));

  /**
   * Whether the store may be written although it lies on a network file system; false by default.
   * Several machines may then write to it only where each honours the others' POSIX locks.
   */
  public static final Option<Boolean> NETWORK_FILE_SYSTEM = Option.flag(
          "network-file-system", "write to the store even on a network file system")
      .withDefault(false);

  private final StoreOpening opening;

  /** For {@link java.util.ServiceLoader}. */
  public EncryptedFileProvider() {
    this(new StoreOpening(new LocalDisk(), EncryptedFileProvider::warn));
  }

  EncryptedFileProvider(StoreOpening opening) {
    this.opening = opening;
  }

  private static void warn(String message) {
    System.getLogger("dev.coffer.storage.file").log(System.Logger.Level.WARNING, message);
  }

  @Override
  public String id() {
    return "encrypted-file";
  }

  @Override
  public Set<Option<?>> options() {
    Set<Option<?>> options = new HashSet<>(MasterKeyOptions.all());
    options.addAll(KeyringOptions.all());
    options.addAll(List.of(PATH, Suite.OPTION, READ_ONLY, LOCK_TIMEOUT, NETWORK_FILE_SYSTEM));
    return options;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE, Guarantee.SHARED, Guarantee.ENCRYPTED);
  }

  @Override
  public List<String> problems(StorageOptions options) {
    List<String> problems = new ArrayList<>(MasterKeyOptions.problems(options));
    if (options.get(READ_ONLY) && options.get(StorageOptions.CREATE)) {
      problems.add("Options 'read-only' and 'create' exclude each other: leave one out.");
    }
    return problems;
  }

  @Override
  public StorageBackend open(StorageOptions options) {
    return opening.open(options);
  }
}
