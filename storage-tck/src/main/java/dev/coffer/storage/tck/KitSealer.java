package dev.coffer.storage.tck;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordSealer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The kit's own sealer, with the JDK's algorithms alone, for backends that have none: AES-256-GCM
 * with random nonces, HMAC-SHA-256 for digests. It is no provider, so that no application comes to
 * use it: a store must not hold more records than random nonces of 96 bits are good for.
 */
class KitSealer implements RecordSealer {

  /** The number of its algorithms, far from those of other sealers. */
  static final int SUITE = 65_000;

  static final int KEY_LENGTH = 32;

  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;

  private final byte[] storeId;
  private final byte[] digestKey;
  private final List<byte[]> keys;
  private volatile boolean closed;

  /** With the keys of the epochs from 1 on; the last one seals. */
  KitSealer(byte[] storeId, byte[] digestKey, List<byte[]> keys) {
    this.storeId = storeId.clone();
    this.digestKey = digestKey.clone();
    this.keys = List.copyOf(keys);
  }

  @Override
  public byte[] storeId() {
    requireOpen();
    return storeId.clone();
  }

  @Override
  public byte[] digest(byte[] input) {
    requireOpen();
    return Arrays.copyOf(mac(digestKey, input), DIGEST_LENGTH);
  }

  @Override
  public int epoch() {
    requireOpen();
    return keys.size();
  }

  @Override
  public int suite(int epoch) {
    requireOpen();
    if (epoch < 1 || epoch > keys.size()) {
      throw new KeyUnavailableException(
          "The keyring has no key of epoch " + Integer.toUnsignedString(epoch) + ".", null);
    }
    return SUITE;
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    suite(epoch);
    return seal(keys.get(epoch - 1), plaintext, associatedData);
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    requireOpen();
    if (epoch < 1 || epoch > keys.size()) {
      throw new GeneralSecurityException("There is no key of this epoch.");
    }
    return open(keys.get(epoch - 1), ciphertext, associatedData);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The sealer is closed.");
    }
  }

  static byte[] mac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /**
   * {@code ciphertext, tag, nonce}, which ends in an odd byte: a backend that cuts off zeros is
   * found by the rules that are for that, and not by any rule in one run of many.
   */
  static byte[] seal(byte[] key, byte[] plaintext, byte[] associatedData) {
    byte[] nonce = random(NONCE_LENGTH);
    nonce[NONCE_LENGTH - 1] |= 1;
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext);
      return ByteBuffer.allocate(sealed.length + nonce.length)
          .put(sealed)
          .put(nonce)
          .array();
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  static byte[] open(byte[] key, byte[] sealed, byte[] associatedData)
      throws GeneralSecurityException {
    int length = sealed.length - NONCE_LENGTH;
    if (length < TAG_LENGTH) {
      throw new GeneralSecurityException("This is too short to be a sealed text.");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, length, sealed.length);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, associatedData).doFinal(sealed, 0, length);
  }

  static byte[] random(int length) {
    byte[] random = new byte[length];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_LENGTH, nonce));
    cipher.updateAAD(associatedData);
    return cipher;
  }

  @Override
  public String toString() {
    return closed ? "KitSealer[closed]" : "KitSealer[epoch=" + keys.size() + "]";
  }
}
