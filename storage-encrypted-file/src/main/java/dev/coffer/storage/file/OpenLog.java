package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * One open log file, how far it has been read and verified, and where the records are up to there.
 *
 * <p>{@link #records}, {@link #index}, {@link #file}, {@link #isUpToDate} and {@link #isMoving} are
 * safe for every thread; the rest is for one at a time.
 */
final class OpenLog implements Closeable {

  private static final int MAGIC_LENGTH = Integer.BYTES;

  private final LogFile file;
  private final Object identity;
  private final LogHeader header;
  private final ChainMac chain;
  private final Index index;

  private volatile Position position;

  /** Whether everything up to the end is known to be on disk. */
  private boolean synced;

  private OpenLog(LogFile file, Object identity, LogHeader header, ChainMac chain) {
    this(file, identity, header, chain, new Index(), Position.behind(header, chain));
  }

  private OpenLog(
      LogFile file,
      Object identity,
      LogHeader header,
      ChainMac chain,
      Index index,
      Position position) {
    this.file = file;
    this.identity = identity;
    this.header = header;
    this.chain = chain;
    this.index = index;
    this.position = position;
  }

  /** How far the log has been read: all of it or none is seen by other threads. Immutable. */
  private static final class Position {
    private final long end;

    /** How long the last frame is; 0 where there is none. */
    private final int lastLength;

    private final byte[] lastMac;

    /** What lies before the end; but for the header it is the last frame's MAC. */
    private final byte[] lastBytes;

    private final long lastSequence;
    private final boolean moving;

    private Position(
        long end,
        int lastLength,
        byte[] lastMac,
        byte[] lastBytes,
        long lastSequence,
        boolean moving) {
      this.end = end;
      this.lastLength = lastLength;
      this.lastMac = lastMac;
      this.lastBytes = lastBytes;
      this.lastSequence = lastSequence;
      this.moving = moving;
    }

    private static Position behind(LogHeader header, ChainMac chain) {
      byte[] bytes = header.toBytes();
      byte[] last = Arrays.copyOfRange(bytes, bytes.length - ChainMac.LENGTH, bytes.length);
      return new Position(bytes.length, 0, chain.ofHeader(header), last, 0, false);
    }

    private Position behind(Frame frame) {
      boolean isLast = frame.head().type() == FrameHead.MOVING;
      return new Position(
          end + frame.length(),
          frame.length(),
          frame.mac(),
          frame.mac(),
          frame.head().sequence(),
          isLast);
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

  /** The log in a file that has this header and nothing behind it yet. */
  static OpenLog begin(
      LogFile file, Object identity, LogHeader header, Function<byte[], byte[]> macKeys) {
    return new OpenLog(file, identity, header, new ChainMac(macKeys.apply(header.logId())));
  }

  /** The same log, as far as it is known, by another handle of its file. */
  OpenLog reopened(LogFile again) {
    return new OpenLog(again, identity, header, chain, index, position);
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

  Index.Snapshot index() {
    return index.snapshot();
  }

  LogRecords records() {
    return new LogRecords(file, index.snapshot());
  }

  /** Where the last verified frame ends. */
  long end() {
    return position.end;
  }

  /** The bytes of the last verified frame; none where there is no frame. */
  byte[] lastFrame() throws IOException {
    Position last = position;
    byte[] bytes = new byte[last.lastLength];
    if (file.read(last.end - bytes.length, bytes) < bytes.length) {
      throw new EOFException("The file was cut while it was read.");
    }
    return bytes;
  }

  /** How many bytes of the file are frames that no record is in any more, or parts of them. */
  long deadBytes() {
    return position.end - header.length() - index().liveBytes();
  }

  /** Whether somebody has said that another file takes this one's place. */
  boolean isMoving() {
    return position.moving;
  }

  boolean isSynced() {
    return synced;
  }

  /**
   * Whether there is nothing in the file but what has been read: what was last is there, and behind
   * it nothing, or room. The length tells neither; a frame that its writer took back may have
   * another of the same length in its place.
   */
  boolean isUpToDate() throws IOException {
    byte[] seen = new byte[ChainMac.LENGTH + MAGIC_LENGTH];
    return isStillThere(seen) && isZero(seen);
  }

  /** Whether the last frame is still there; it is not where its writer has taken it back. */
  boolean isStillThere() throws IOException {
    return isStillThere(new byte[ChainMac.LENGTH]);
  }

  private boolean isStillThere(byte[] seen) throws IOException {
    Position last = position;
    int count = file.read(last.end - ChainMac.LENGTH, seen);
    return count >= ChainMac.LENGTH
        && Arrays.equals(seen, 0, ChainMac.LENGTH, last.lastBytes, 0, ChainMac.LENGTH);
  }

  private static boolean isZero(byte[] seen) {
    int magic = 0;
    for (int i = ChainMac.LENGTH; i < seen.length; i++) {
      magic |= seen[i];
    }
    return magic == 0;
  }

  /**
   * Reads and verifies the frames that have come, up to the first that does not continue the chain,
   * and says what follows then.
   *
   * @param thoroughly whether to look into the room behind the last frame for what a loss of power
   *     may have left there; without one, a frame is written from its beginning
   * @throws UnreadableStoreException if a frame is of a later release
   */
  Tail advance(boolean thoroughly) throws IOException {
    if (!thoroughly && isUpToDate()) {
      return Tail.clean(position.end);
    }
    LogInput in = new LogInput(file);
    Index.Edit edit = index.edit();
    Position at = position;
    try {
      while (true) {
        Optional<Frame> next = Frame.read(in, at.end);
        if (next.isEmpty() || !next.get().isBodySound()) {
          return judge(in, at);
        }
        Frame frame = next.get();
        requireKnown(file, at.end, frame.head());
        if (!chain.continues(at.lastMac, frame)) {
          return judge(in, at);
        }
        apply(frame, edit, at.end);
        at = at.behind(frame);
      }
    } finally {
      if (at != position) {
        synced = false;
        publish(edit, at);
      }
    }
  }

  private Tail judge(LogInput in, Position at) throws IOException {
    Tail tail = TailJudge.judge(in, at.end);
    return tail.isDamaged()
        ? LostEdge.restore(in, at.end, chain, at.lastMac)
            .map(frame -> Tail.restorable(at.end, tail.bytes(), frame))
            .orElse(tail)
        : tail;
  }

  private static void apply(Frame frame, Index.Edit edit, long offset) {
    frame.batch().ifPresent(batch -> batch.applyTo(edit, offset + FrameHead.LENGTH));
  }

  private void publish(Index.Edit edit, Position at) {
    // In this order: who sees the position finds the records.
    edit.publish();
    position = at;
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

  /** The frame of this type and body that would come behind all others. */
  Frame next(int type, byte[] body) {
    return Frame.next(position.lastSequence + 1, type, body, chain, position.lastMac);
  }

  /** Takes note of a frame that was written at the end, and is on disk if {@code durable}. */
  void appended(Frame frame, boolean durable) {
    Index.Edit edit = index.edit();
    apply(frame, edit, position.end);
    publish(edit, position.behind(frame));
    synced = durable;
  }

  /** Takes note of a sync. */
  void synced() {
    synced = true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
