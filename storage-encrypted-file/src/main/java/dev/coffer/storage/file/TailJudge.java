package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tells an append that was cut off from damage to one that was finished.
 *
 * <p>An append that power or its process was lost to before the sync leaves behind the beginning of
 * a frame, or a frame of which whole sectors were never written and read as zeros. A frame that is
 * complete in length and wrong in any other way was damaged after it was written, and may have been
 * acknowledged: it is never cut. Decision record 0020 has the reasons.
 */
final class TailJudge {

  /** What a disk writes wholly or not at all; larger sectors are several of these. */
  static final int SECTOR = 512;

  /**
   * Zeros at the edge of a sector that are fewer could be a damaged byte as well as a lost sector.
   */
  static final int MIN_LOST = 4;

  /**
   * A batch of nothing. Where the content ends before, the rest of the frame was lost, whatever its
   * head would have said.
   */
  private static final int SHORTEST_FRAME =
      FrameHead.LENGTH + Integer.BYTES + Checksum.LENGTH + ChainMac.LENGTH;

  private final LogInput in;
  private final long offset;

  private TailJudge(LogInput in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /** Judges what lies at {@code offset}, where no frame continues the chain. */
  static Tail judge(LogInput in, long offset) throws IOException {
    long contentEnd = in.contentEnd(offset);
    if (contentEnd == offset) {
      return Tail.clean(offset);
    }
    return new TailJudge(in, offset).judge(contentEnd);
  }

  private Tail judge(long contentEnd) throws IOException {
    long bytes = contentEnd - offset;
    if (nextSound(in, offset + 1).isPresent()) {
      return Tail.damaged(offset, bytes, "a damaged frame, with sound frames behind it");
    }
    Optional<FrameHead> head = FrameHead.read(in, offset);
    if (head.isEmpty()) {
      boolean torn = in.has(offset, FrameHead.LENGTH)
          ? hasLostSector(Math.max(contentEnd, Math.min(in.length(), offset + SHORTEST_FRAME)))
          : beginsWithMagic((int) (in.length() - offset));
      return torn
          ? Tail.torn(offset, bytes)
          : Tail.damaged(offset, bytes, "something that begins like no frame");
    }
    long frameEnd = offset + head.get().frameLength();
    if (frameEnd > in.length()) {
      return Tail.torn(offset, bytes);
    }
    if (contentEnd > frameEnd) {
      return Tail.damaged(offset, bytes, "a damaged frame, with something behind it");
    }
    return hasLostSector(frameEnd)
        ? Tail.torn(offset, bytes)
        : Tail.damaged(offset, bytes, wrong(Frame.read(in, offset)));
  }

  private static String wrong(Optional<Frame> frame) {
    return frame.isPresent() && frame.get().isBodySound()
        ? "a frame that was altered, or does not belong there"
        : "a whole frame that does not match its checksum";
  }

  /** Where the next frame with sound head and body begins, at {@code from} or behind it. */
  static Optional<Long> nextSound(LogInput in, long from) throws IOException {
    for (long at = from; in.has(at, FrameHead.LENGTH); at++) {
      int begin = ByteBuffer.wrap(in.bytes(at, Integer.BYTES)).getInt();
      if (begin == FrameHead.MAGIC && Frame.read(in, at).map(Frame::isBodySound).orElse(false)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Whether what is there of a head could be the beginning of one. */
  private boolean beginsWithMagic(int count) throws IOException {
    byte[] magic = FrameHead.magic();
    byte[] begin = in.bytes(offset, Math.min(count, magic.length));
    for (int i = 0; i < begin.length; i++) {
      if (begin[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean hasLostSector(long end) throws IOException {
    for (long from = offset; from < end; ) {
      long to = Math.min(end, from - from % SECTOR + SECTOR);
      if (to - from >= MIN_LOST && in.isZero(from, to)) {
        return true;
      }
      from = to;
    }
    return false;
  }
}
