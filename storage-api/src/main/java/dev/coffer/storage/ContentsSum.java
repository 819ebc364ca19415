package dev.coffer.storage;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tells two collections of entries apart without holding either: the sum of a keyed digest of
 * each entry, in whatever order they come. Two that differ have one sum with a chance of 2<sup>
 * -256</sup> for who does not know the key, which is drawn for each run and never leaves it.
 *
 * <p>Not thread-safe.
 */
final class ContentsSum {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(BYTES * Byte.SIZE);

  private final Mac mac;
  private BigInteger sum = BigInteger.ZERO;
  private long count;

  private ContentsSum(Mac mac) {
    this.mac = mac;
  }

  /** Sums that can be compared. */
  interface Keyed {
    ContentsSum empty();
  }

  static Keyed withRandomKey() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    SecretKeySpec spec = new SecretKeySpec(key, ALGORITHM);
    Arrays.fill(key, (byte) 0);
    return () -> {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(spec);
        return new ContentsSum(mac);
      } catch (GeneralSecurityException everyPlatformHasIt) {
        throw new IllegalStateException(everyPlatformHasIt);
      }
    };
  }

  /** Adds an entry: its names, version, expiry and value, each with its length before it. */
  void add(Entry entry) {
    number(entry.path().size());
    entry.path().forEach(segment -> part(segment.getBytes(StandardCharsets.UTF_8)));
    part(entry.key().getBytes(StandardCharsets.UTF_8));
    part(entry.version().toBytes());
    number(CopyTarget.millis(entry));
    byte[] value = entry.value().revealBytes();
    part(value);
    Arrays.fill(value, (byte) 0);
    sum = sum.add(new BigInteger(1, mac.doFinal())).mod(MODULUS);
    count++;
  }

  private void part(byte[] bytes) {
    number(bytes.length);
    mac.update(bytes);
  }

  private void number(long number) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      mac.update((byte) (number >>> shift));
    }
  }

  /** How many entries were added. */
  long count() {
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentsSum that && count == that.count && sum.equals(that.sum);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count);
  }
}
