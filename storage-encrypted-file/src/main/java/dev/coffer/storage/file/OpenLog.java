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
 * <p>{@link #index}, {@link #file} and {@link #mayHaveGrown} are safe for every thread; the rest is
 * for one at a time.
 */
final class OpenLog implements Closeable {

  private final LogFile file;
  private final Object identity;
  private final LogHeader header;
  private final ChainMac chain;
  private final Index index = new Index();

  private volatile long end;
  private byte[] lastMac;
  private long lastSequence;

  /** Whether everything up to the end is known to be on disk. */
  private boolean synced;

  private OpenLog(LogFile file, Object identity, LogHeader header, ChainMac chain) {
    this.file = file;
    this.identity = identity;
    this.header = header;
    this.chain = chain;
    this.end = header.length();
    this.lastMac = chain.ofHeader(header);
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
    return end;
  }

  boolean isSynced() {
    return synced;
  }

  /** Whether there is, or may be, anything that has not been read; asks for the length alone. */
  boolean mayHaveGrown() throws IOException {
    return file.length() != end;
  }

  /** Whether the last frame is still there; it is not where its writer has taken it back. */
  boolean isStillThere() throws IOException {
    if (end == header.length()) {
      return file.length() >= end;
    }
    byte[] mac = new byte[ChainMac.LENGTH];
    return file.length() >= end
        && file.read(end - mac.length, mac) == mac.length
        && Arrays.equals(mac, lastMac);
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
      Optional<Frame> next = Frame.read(in, end);
      if (next.isEmpty() || !next.get().isBodySound()) {
        return TailJudge.judge(in, end);
      }
      Frame frame = next.get();
      requireKnown(file, end, frame.head());
      if (!chain.continues(lastMac, frame)) {
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
    return Frame.next(lastSequence + 1, changes, chain, lastMac);
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
    lastMac = frame.mac();
    lastSequence = frame.head().sequence();
    long behind = end + frame.length();
    end = behind;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
