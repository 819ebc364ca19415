package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sees whether a path still leads to the log that is open. Coffer says in the file that it puts
 * another in its place; who else does so does not, and is noticed by a look now and then. To look
 * is dear for writers: where a file's times were asked for, Linux writes down the time of the next
 * write exactly, which makes its sync half as slow again (multigrain timestamps, Linux 6.13).
 *
 * <p>Thread-safe.
 */
final class Lookout {

  /** For so long after a look, what is open is taken for what is there. */
  static final Duration LOOK_AFTER = Duration.ofMillis(10);

  private final Disk disk;
  private final Path path;
  private final LongSupplier nanoClock;
  private volatile long lastLook;

  /** For a path that has just been looked at. */
  Lookout(Disk disk, Path path, LongSupplier nanoClock) {
    this.disk = disk;
    this.path = path;
    this.nanoClock = nanoClock;
    this.lastLook = nanoClock.getAsLong();
  }

  /** Whether the path leads to {@code log}, as far as was last seen. */
  boolean sees(OpenLog log) throws IOException {
    long now = nanoClock.getAsLong();
    if (!log.isMoving() && now - lastLook < LOOK_AFTER.toNanos()) {
      return true;
    }
    boolean same = log.identity().equals(disk.identity(path));
    if (same) {
      lastLook = now; // whoever asks again has the same answer until another log is open
    }
    return same;
  }

  /** Has the next question answered by a look. */
  void look() {
    lastLook = nanoClock.getAsLong() - LOOK_AFTER.toNanos();
  }
}
