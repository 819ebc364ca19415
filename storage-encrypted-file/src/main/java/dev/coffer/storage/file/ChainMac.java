package dev.coffer.storage.file;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The MACs that chain the frames of one log: HMAC-SHA256 (RFC 2104), cut to 16 bytes. Each covers
 * the one before it, the first the header, so that no frame can be altered, dropped, moved or
 * brought in.
 *
 * <p>Of a batch, sealed names and values enter by their last 16 bytes, their AEAD tags, and
 * everything else in full: what lies before a tag is authenticated by it whenever it is opened.
 *
 * <p>Thread-safe.
 */
final class ChainMac {

  static final int LENGTH = 16;

  /** What the key is derived for, from the store's keyring and the log's id. */
  static final String KEY_LABEL = "coffer/log-mac/v1";

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] HEADER = "coffer/log-header/v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FRAME = "coffer/log-frame/v1".getBytes(StandardCharsets.US_ASCII);
  private static final int AEAD_TAG_LENGTH = 16;

  private final SecretKeySpec key;

  ChainMac(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Where the chain begins. */
  byte[] ofHeader(LogHeader header) {
    Mac mac = begin(HEADER);
    mac.update(header.toBytes());
    return cut(mac);
  }

  /** The MAC of a frame behind one whose MAC is {@code previous}; empty if its body has no form. */
  Optional<byte[]> ofFrame(byte[] previous, Frame frame) {
    Mac mac = begin(FRAME);
    mac.update(previous);
    mac.update(frame.head().toBytes());
    if (frame.head().type() != FrameHead.BATCH) {
      mac.update(frame.body());
      return Optional.of(cut(mac));
    }
    return frame.batch().map(batch -> ofBatch(mac, frame.body(), batch));
  }

  /** Whether the frame is what was written behind the one whose MAC is {@code previous}. */
  boolean continues(byte[] previous, Frame frame) {
    return ofFrame(previous, frame)
        .map(expected -> MessageDigest.isEqual(expected, frame.mac()))
        .orElse(false);
  }

  private static byte[] ofBatch(Mac mac, byte[] body, Batch batch) {
    int[] done = {0};
    batch.forEachSealed((from, to) -> {
      mac.update(body, done[0], from - done[0]);
      int tag = Math.max(from, to - AEAD_TAG_LENGTH);
      mac.update(body, tag, to - tag);
      done[0] = to;
    });
    mac.update(body, done[0], body.length - done[0]);
    return cut(mac);
  }

  private Mac begin(byte[] label) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(label);
      return mac;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", missing);
    }
  }

  private static byte[] cut(Mac mac) {
    return Arrays.copyOf(mac.doFinal(), LENGTH);
  }
}
