package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One open log file, how far it has been read and verified, and the records up to there.
 *
 * <p>{@link #index}, {@link #file} and {@link #isUpToDate} are safe for every thread; the rest is
 * for one at a time.
 */
final class OpenLog implements Closeable {

  private final LogFile file;
  private final Object identity;
  private final LogHeader header;
  private final ChainMac chain;
  private final Index index = new Index();

  private volatile Position position;

  /** Whether everything up to the end is known to be on disk. */
  private boolean synced;

  private OpenLog(LogFile file, Object identity, LogHeader header, ChainMac chain) {
    this.file = file;
    this.identity = identity;
    this.header = header;
    this.chain = chain;
    this.position = new Position(header.length(), chain.ofHeader(header), 0);
  }

  /** How far the log has been read: all of it or none is seen by other threads. Immutable. */
  private static final class Position {
    private final long end;
    private final byte[] lastMac;
    private final long lastSequence;

    private Position(long end, byte[] lastMac, long lastSequence) {
      this.end = end;
      this.lastMac = lastMac;
      this.lastSequence = lastSequence;
    }
  }

  /**
   * Opens the log at {@code path}, and reads its header but no frame.
   *
   * @param macKeys the key of the chain, from the log's id
   * @throws UnreadableStoreException if it is no log, or has a damaged header
   */
  static OpenLog open(Disk disk, Path path, boolean writable, Function<byte[], byte[]> macKeys)
      throws IOException {
    while (true) {
      Object identity = disk.identity(path);
      LogFile file = disk.open(path, writable);
      try {
        // Another file may have been put there between the two.
        if (identity.equals(disk.identity(path))) {
          LogHeader header = LogHeader.read(new LogInput(file));
          return new OpenLog(file, identity, header, new ChainMac(macKeys.apply(header.logId())));
        }
      } catch (IOException | RuntimeException | Error failure) {
        file.close();
        throw failure;
      }
      file.close();
    }
  }

  LogFile file() {
    return file;
  }

  Object identity() {
    return identity;
  }

  LogHeader header() {
    return header;
  }

  ChainMac chain() {
    return chain;
  }

  Index index() {
    return index;
  }

  /** Where the last verified frame ends. */
  long end() {
    return position.end;
  }

  boolean isSynced() {
    return synced;
  }

  /**
   * Whether there is nothing in the file but what has been read; asks for its length and its last
   * MAC. The length alone does not tell: a frame that its writer took back may have another of the
   * same length in its place.
   */
  boolean isUpToDate() throws IOException {
    Position seen = position;
    return file.length() == seen.end && isStillThere(seen);
  }

  /** Whether the last frame is still there; it is not where its writer has taken it back. */
  boolean isStillThere() throws IOException {
    Position seen = position;
    return file.length() >= seen.end && isStillThere(seen);
  }

  private boolean isStillThere(Position seen) throws IOException {
    if (seen.end == header.length()) {
      return true;
    }
    byte[] mac = new byte[ChainMac.LENGTH];
    return file.read(seen.end - mac.length, mac) == mac.length && Arrays.equals(mac, seen.lastMac);
  }

  /**
   * Reads and verifies the frames that have come, up to the first that does not continue the chain,
   * and says what follows then.
   *
   * @throws UnreadableStoreException if a frame is of a later release
   */
  Tail advance() throws IOException {
    LogInput in = new LogInput(file);
    while (true) {
      long end = position.end;
      Optional<Frame> next = Frame.read(in, end);
      if (next.isEmpty() || !next.get().isBodySound()) {
        return TailJudge.judge(in, end);
      }
      Frame frame = next.get();
      requireKnown(file, end, frame.head());
      if (!chain.continues(position.lastMac, frame)) {
        return TailJudge.judge(in, end);
      }
      frame.batch().map(Batch::changes).ifPresent(index::apply);
      synced = false;
      moveBehind(frame);
    }
  }

  static void requireKnown(LogFile file, long offset, FrameHead head) {
    if (head.isFromLaterRelease()) {
      throw new UnreadableStoreException(
          "The log " + file.path() + " has a frame of type " + head.type() + " with flags "
              + head.flags() + " at offset " + offset
              + ", which this release does not know: open it with a later one.",
          null);
    }
  }

  /** The frame that would put these changes behind all others. */
  Frame next(List<Change> changes) {
    return Frame.next(position.lastSequence + 1, changes, chain, position.lastMac);
  }

  /** Takes note of a frame that was written at the end, and is on disk. */
  void appended(Frame frame) {
    frame.batch().map(Batch::changes).ifPresent(index::apply);
    moveBehind(frame);
    synced = true;
  }

  /** Takes note of a sync. */
  void synced() {
    synced = true;
  }

  private void moveBehind(Frame frame) {
    position =
        new Position(position.end + frame.length(), frame.mac(), frame.head().sequence());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
