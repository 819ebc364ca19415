package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One frame of a log, as it lies there: {@code head, body, CRC of the body u32, MAC 16}. Whether
 * its body is undamaged and its MAC true is for the reader to ask.
 */
final class Frame {

  private final FrameHead head;
  private final byte[] body;
  private final int bodyChecksum;
  private final byte[] mac;

  /** Taken apart when it is first asked for. */
  private Optional<Batch> batch = Optional.empty();

  private boolean decoded;

  private Frame(FrameHead head, byte[] body, int bodyChecksum, byte[] mac) {
    this.head = head;
    this.body = body;
    this.bodyChecksum = bodyChecksum;
    this.mac = mac;
  }

  /** The frame at {@code offset}, if a whole one with an undamaged head lies there. */
  static Optional<Frame> read(LogInput in, long offset) throws IOException {
    Optional<FrameHead> head = FrameHead.read(in, offset);
    // The length is held against the file before anything of that size is allocated.
    if (head.isEmpty() || !in.has(offset, head.get().frameLength())) {
      return Optional.empty();
    }
    long bodyAt = offset + FrameHead.LENGTH;
    long behindBody = bodyAt + head.get().bodyLength();
    byte[] checksum = in.bytes(behindBody, Checksum.LENGTH);
    return Optional.of(new Frame(
        head.get(),
        in.bytes(bodyAt, head.get().bodyLength()),
        ByteBuffer.wrap(checksum).getInt(),
        in.bytes(behindBody + Checksum.LENGTH, ChainMac.LENGTH)));
  }

  /** The frame of these bytes, with {@code head} in the place of their first ones. */
  static Frame of(FrameHead head, byte[] bytes) {
    int bodyEnd = FrameHead.LENGTH + head.bodyLength();
    return new Frame(
        head,
        Arrays.copyOfRange(bytes, FrameHead.LENGTH, bodyEnd),
        ByteBuffer.wrap(bytes).getInt(bodyEnd),
        Arrays.copyOfRange(bytes, bodyEnd + Checksum.LENGTH, bytes.length));
  }

  /** A batch frame behind the one whose MAC is {@code previous}. */
  static Frame next(long sequence, List<Change> changes, ChainMac chain, byte[] previous) {
    return next(sequence, FrameHead.BATCH, Batch.encode(changes), chain, previous);
  }

  /** A frame of any type behind the one whose MAC is {@code previous}. */
  static Frame next(long sequence, int type, byte[] body, ChainMac chain, byte[] previous) {
    FrameHead head = new FrameHead(body.length, type, 0, sequence);
    Frame draft = new Frame(head, body, Checksum.of(body), new byte[0]);
    byte[] mac = chain.ofFrame(previous, draft).orElseThrow();
    Frame frame = new Frame(head, body, draft.bodyChecksum, mac);
    frame.batch = draft.batch;
    frame.decoded = draft.decoded;
    return frame;
  }

  /** The same frame with one byte of the body changed by {@code difference}. */
  Frame withBodyByte(int position, int difference) {
    byte[] changed = body.clone();
    changed[position] ^= (byte) difference;
    return new Frame(head, changed, bodyChecksum, mac);
  }

  /** The same frame with another MAC. */
  Frame withMac(byte[] another) {
    return new Frame(head, body, bodyChecksum, another);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(length())
        .put(head.toBytes())
        .put(body)
        .putInt(bodyChecksum)
        .put(mac)
        .array();
  }

  FrameHead head() {
    return head;
  }

  /** The changes, if this is a batch frame and its body has the form of one. */
  Optional<Batch> batch() {
    if (!decoded && head.type() == FrameHead.BATCH) {
      batch = Batch.decode(body);
      decoded = true;
    }
    return batch;
  }

  /** The body itself, not a copy. */
  byte[] body() {
    return body;
  }

  byte[] mac() {
    return mac;
  }

  int length() {
    return head.frameLength();
  }

  /** What a body of these bytes would have to be changed by for the checksum to be right. */
  int syndrome() {
    return bodyChecksum ^ Checksum.of(body);
  }

  boolean isBodySound() {
    return syndrome() == 0;
  }
}
