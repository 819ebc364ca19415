package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The head of a frame: {@code magic u32, length of the body u32, type u8, flags u8, sequence u64,
 * CRC u32}. Immutable.
 */
final class FrameHead {

  static final int LENGTH = 22;
  static final int MAX_BODY = 16 << 20;

  static final int MAGIC = 0xC0FFE5D7;

  private static final byte[] MAGIC_BYTES =
      ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC).array();

  /** A batch of changes. */
  static final int BATCH = 1;

  /**
   * An empty frame that says: another file is about to take the place of this one. It is for those
   * who have this one open; where the other did not come, the log goes on behind it.
   */
  static final int MOVING = 0x80;

  /** Types from here on may be skipped by a release that does not know them. */
  private static final int FIRST_IGNORABLE_TYPE = 0x80;

  /** The flags that a release which does not know them must not pass over. */
  private static final int CRITICAL_FLAGS = 0x0F;

  private final int bodyLength;
  private final int type;
  private final int flags;
  private final long sequence;

  FrameHead(int bodyLength, int type, int flags, long sequence) {
    this.bodyLength = bodyLength;
    this.type = type;
    this.flags = flags;
    this.sequence = sequence;
  }

  /** The head at {@code offset}, if a whole and undamaged one lies there. */
  static Optional<FrameHead> read(LogInput in, long offset) throws IOException {
    return in.has(offset, LENGTH) ? of(in.bytes(offset, LENGTH)) : Optional.empty();
  }

  /** The head in these bytes, as many as one has, if it is undamaged. */
  static Optional<FrameHead> of(byte[] bytes) {
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    int magic = fields.getInt();
    int bodyLength = fields.getInt();
    int type = Byte.toUnsignedInt(fields.get());
    int flags = Byte.toUnsignedInt(fields.get());
    long sequence = fields.getLong();
    boolean sound = magic == MAGIC
        && bodyLength >= 0
        && bodyLength <= MAX_BODY
        && fields.getInt() == Checksum.of(bytes, LENGTH - Checksum.LENGTH);
    return sound ? Optional.of(new FrameHead(bodyLength, type, flags, sequence)) : Optional.empty();
  }

  /** What every head begins with, as bytes. */
  static byte[] magic() {
    return MAGIC_BYTES.clone();
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(LENGTH)
        .putInt(MAGIC)
        .putInt(bodyLength)
        .put((byte) type)
        .put((byte) flags)
        .putLong(sequence);
    return out.putInt(Checksum.of(out.array(), out.position())).array();
  }

  int bodyLength() {
    return bodyLength;
  }

  int type() {
    return type;
  }

  int flags() {
    return flags;
  }

  long sequence() {
    return sequence;
  }

  /** The length of the whole frame. */
  int frameLength() {
    return LENGTH + bodyLength + Checksum.LENGTH + ChainMac.LENGTH;
  }

  /** Whether this release would do harm by passing over what it does not know here. */
  boolean isFromLaterRelease() {
    return (flags & CRITICAL_FLAGS) != 0 || (type != BATCH && type < FIRST_IGNORABLE_TYPE);
  }
}
