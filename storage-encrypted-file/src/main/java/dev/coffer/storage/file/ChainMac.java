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
 * <p>For one thread at a time.
 */
final class ChainMac {

  static final int LENGTH = 16;

  /** What the key is derived for, from the store's keyring and the log's id. */
  static final String KEY_LABEL = "coffer/log-mac/v1";

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] HEADER = "coffer/log-header/v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FRAME = "coffer/log-frame/v1".getBytes(StandardCharsets.US_ASCII);
  private static final int AEAD_TAG_LENGTH = 16;

  /** At its beginning whenever no method runs: to make one takes longer than to use it. */
  private final Mac mac;

  ChainMac(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", missing);
    }
  }

  /** Where the chain begins. */
  byte[] ofHeader(LogHeader header) {
    mac.update(HEADER);
    mac.update(header.toBytes());
    return end();
  }

  /** The MAC of a frame behind one whose MAC is {@code previous}; empty if its body has no form. */
  Optional<byte[]> ofFrame(byte[] previous, Frame frame) {
    boolean isBatch = frame.head().type() == FrameHead.BATCH;
    if (isBatch && frame.batch().isEmpty()) {
      return Optional.empty();
    }
    mac.update(FRAME);
    mac.update(previous);
    mac.update(frame.head().toBytes());
    int covered = isBatch ? updateBatch(frame.body(), frame.batch().get()) : 0;
    mac.update(frame.body(), covered, frame.body().length - covered);
    return Optional.of(end());
  }

  /** Whether the frame is what was written behind the one whose MAC is {@code previous}. */
  boolean continues(byte[] previous, Frame frame) {
    return ofFrame(previous, frame)
        .map(expected -> MessageDigest.isEqual(expected, frame.mac()))
        .orElse(false);
  }

  /** Takes in a body up to its last sealed text; where that ends. */
  private int updateBatch(byte[] body, Batch batch) {
    int[] done = {0};
    batch.forEachSealed((from, to) -> {
      mac.update(body, done[0], from - done[0]);
      int tag = Math.max(from, to - AEAD_TAG_LENGTH);
      mac.update(body, tag, to - tag);
      done[0] = to;
    });
    return done[0];
  }

  private byte[] end() {
    return Arrays.copyOf(mac.doFinal(), LENGTH);
  }
}
