package dev.coffer.storage;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tells two collections of entries apart without holding either, and roughly where: each entry
 * belongs to one of many parts by a keyed digest of its names, and a part has the sum of a keyed
 * digest of each of its entries, in whatever order they come. Two parts that differ have one sum
 * with a chance of 2<sup>-256</sup> for who does not know the key, which is drawn for each run and
 * never leaves it.
 *
 * <p>Not thread-safe.
 */
final class ContentsSum {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(BYTES * Byte.SIZE);

  /**
   * As many as two bytes of a digest tell apart: some megabytes, however many entries there are.
   */
  private static final int PARTS = 1 << (2 * Byte.SIZE);

  private static final byte NAMES = 0;
  private static final byte ENTRY = 1;

  private final Mac mac;
  private final BigInteger[] sums = new BigInteger[PARTS];
  private long count;

  private ContentsSum(Mac mac) {
    this.mac = mac;
    Arrays.fill(sums, BigInteger.ZERO);
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

  /** Adds an entry: its names, version, expiry and value. */
  void add(Entry entry) {
    byte[] names = names(entry.path(), entry.key());
    mac.update(ENTRY);
    mac.update(names);
    part(entry.version().toBytes());
    number(CopyTarget.millis(entry));
    byte[] value = entry.value().revealBytes();
    part(value);
    Arrays.fill(value, (byte) 0);
    int part = partOf(names);
    sums[part] = sums[part].add(new BigInteger(1, mac.doFinal())).mod(MODULUS);
    count++;
  }

  /** The part that an entry of these names belongs to, with the same key. */
  int partOf(List<String> path, String key) {
    return partOf(names(path, key));
  }

  private static int partOf(byte[] names) {
    return ((names[0] & 0xFF) << Byte.SIZE) | (names[1] & 0xFF);
  }

  /** A digest of the names, each with its length before it. */
  private byte[] names(List<String> path, String key) {
    mac.update(NAMES);
    number(path.size());
    path.forEach(segment -> part(segment.getBytes(StandardCharsets.UTF_8)));
    part(key.getBytes(StandardCharsets.UTF_8));
    return mac.doFinal();
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

  /** The parts in which another sum with the same key differs; none if both have the same. */
  BitSet differing(ContentsSum other) {
    BitSet parts = new BitSet(PARTS);
    for (int part = 0; part < PARTS; part++) {
      parts.set(part, !sums[part].equals(other.sums[part]));
    }
    return parts;
  }
}
