package dev.coffer.storage.file;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A last frame that lacks nothing but the 1 to 3 bytes it has in its first or its last sector,
 * because that sector was never written. So few zeros could as well be damage to a frame that was
 * acknowledged, so that it must not be cut. It need not be: a frame begins with the magic and ends
 * with its MAC, so that the missing bytes are known, and what is left of the MAC, 13 bytes or more,
 * proves the rest. Decision record 0070 has the reasons.
 */
final class LostEdge {

  private static final byte[] MAGIC = FrameHead.magic();

  private LostEdge() {}

  /**
   * The frame that was written at {@code offset} behind the one whose MAC is {@code previous}, if
   * all of it is there but such an edge.
   */
  static Optional<Frame> restore(LogInput in, long offset, ChainMac chain, byte[] previous)
      throws IOException {
    if (!in.has(offset, FrameHead.LENGTH)) {
      return Optional.empty();
    }
    Optional<FrameHead> head = FrameHead.of(begun(in.bytes(offset, FrameHead.LENGTH), offset));
    if (head.isEmpty() || !in.has(offset, head.get().frameLength())) {
      return Optional.empty();
    }
    long end = offset + head.get().frameLength();
    if (in.contentEnd(offset) > end) {
      return Optional.empty();
    }
    Frame frame = Frame.of(head.get(), in.bytes(offset, head.get().frameLength()));
    if (!frame.isBodySound()) {
      return Optional.empty();
    }
    return chain
        .ofFrame(previous, frame)
        .filter(mac -> MessageDigest.isEqual(mac, ended(frame.mac(), mac, end)))
        .map(frame::withMac);
  }

  /** Whether the frame of a restorable tail has been restored since; not of any other tail. */
  static boolean isRestored(LogFile file, Tail tail) throws IOException {
    Optional<Frame> frame = tail.frame();
    if (frame.isEmpty()) {
      return false;
    }
    byte[] begin = new byte[MAGIC.length];
    byte[] end = new byte[ChainMac.LENGTH];
    file.read(tail.offset(), begin);
    file.read(tail.offset() + frame.get().length() - end.length, end);
    return Arrays.equals(begin, MAGIC) && Arrays.equals(end, frame.get().mac());
  }

  /** The head at an offset, with the magic where the sector that it began in was lost. */
  private static byte[] begun(byte[] head, long offset) {
    int count = few(TailJudge.SECTOR - offset % TailJudge.SECTOR);
    if (isZero(head, 0, count)) {
      System.arraycopy(MAGIC, 0, head, 0, count);
    }
    return head;
  }

  /** The MAC that lies before {@code end}, as it is expected where its last sector was lost. */
  private static byte[] ended(byte[] mac, byte[] expected, long end) {
    int from = ChainMac.LENGTH - few(end % TailJudge.SECTOR);
    byte[] ended = mac.clone();
    if (isZero(mac, from, ChainMac.LENGTH)) {
      System.arraycopy(expected, from, ended, from, ChainMac.LENGTH - from);
    }
    return ended;
  }

  /** So many bytes, if they are too few to tell a lost sector by; else none. */
  private static int few(long bytes) {
    return bytes < TailJudge.MIN_LOST ? (int) bytes : 0;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
  }
}
