package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The beginning of a log: {@code magic, format u16, flags u16, log id 16, length u32, keyring,
 * CRC}. It is written once and never edited: another keyring is another file.
 */
final class LogHeader {

  static final int LOG_ID_LENGTH = 16;

  /** "CofferL" and a line feed, which a transfer as text would change. */
  private static final byte[] MAGIC = HexFormat.of().parseHex("436f666665724c0a");

  private static final short FORMAT = 1;
  private static final int FIXED_LENGTH =
      MAGIC.length + 2 * Short.BYTES + LOG_ID_LENGTH + Integer.BYTES;

  private static final int MAX_KEYRING_LENGTH = 1 << 20;

  private final byte[] bytes;
  private final byte[] logId;
  private final byte[] keyring;

  LogHeader(byte[] logId, byte[] keyring) {
    this.logId = logId.clone();
    this.keyring = keyring.clone();
    ByteBuffer out = ByteBuffer.allocate(FIXED_LENGTH + keyring.length + Checksum.LENGTH)
        .put(MAGIC)
        .putShort(FORMAT)
        .putShort((short) 0)
        .put(logId)
        .putInt(keyring.length)
        .put(keyring);
    this.bytes = out.putInt(Checksum.of(out.array(), out.position())).array();
  }

  /** @throws IllegalArgumentException if it is longer than any reader takes */
  static void requireKeyring(byte[] keyring) {
    if (keyring.length > MAX_KEYRING_LENGTH) {
      throw new IllegalArgumentException("A keyring has at most " + MAX_KEYRING_LENGTH
          + " bytes, this one " + keyring.length + ".");
    }
  }

  static LogHeader read(LogInput in) throws IOException {
    int seen = (int) Math.min(MAGIC.length, in.length());
    if (seen == 0 || !Arrays.equals(in.bytes(0, seen), Arrays.copyOf(MAGIC, seen))) {
      throw unreadable(in, "is " + (seen == 0 ? "empty" : "something else") + ", no Coffer log");
    }
    if (!in.has(0, FIXED_LENGTH)) {
      throw unreadable(in, "ends within its header");
    }
    ByteBuffer fixed = ByteBuffer.wrap(in.bytes(0, FIXED_LENGTH)).position(MAGIC.length);
    int format = Short.toUnsignedInt(fixed.getShort());
    int flags = Short.toUnsignedInt(fixed.getShort());
    if (format != FORMAT || flags != 0) {
      throw unreadable(
          in,
          "has format " + format + " with flags " + flags + "; this release reads" + " format "
              + FORMAT + " without flags. It is of a later release, or damaged");
    }
    byte[] logId = new byte[LOG_ID_LENGTH];
    fixed.get(logId);
    int keyringLength = fixed.getInt();
    if (keyringLength < 0 || keyringLength > MAX_KEYRING_LENGTH) {
      throw unreadable(in, "has a damaged header");
    }
    if (!in.has(FIXED_LENGTH, keyringLength + Checksum.LENGTH)) {
      throw unreadable(in, "ends within its header");
    }
    LogHeader header = new LogHeader(logId, in.bytes(FIXED_LENGTH, keyringLength));
    if (!Arrays.equals(header.bytes, in.bytes(0, header.bytes.length))) {
      throw unreadable(in, "has a damaged header");
    }
    return header;
  }

  private static UnreadableStoreException unreadable(LogInput in, String what) {
    return new UnreadableStoreException(
        "The file " + in.file().path() + " " + what + ". It was left as it is.", null);
  }

  byte[] logId() {
    return logId.clone();
  }

  byte[] keyring() {
    return keyring.clone();
  }

  byte[] toBytes() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }
}
