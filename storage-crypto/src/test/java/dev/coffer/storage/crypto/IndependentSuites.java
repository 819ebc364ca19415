package dev.coffer.storage.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The suites beside XAES-256-GCM, opened by the JDK alone and by the letter of their standards: a
 * part of {@link IndependentReader}.
 */
final class IndependentSuites {

  private static final int BLOCK = 16;

  private IndependentSuites() {}

  /** AES-256-GCM: a nonce of 12, ciphertext, a tag of 16. */
  static byte[] gcmOpen(byte[] key, byte[] sealed, byte[] binding) throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, sealed, 0, 12));
    gcm.updateAAD(binding);
    return gcm.doFinal(sealed, 12, sealed.length - 12);
  }

  /** A counter of 16, ciphertext, then HMAC-SHA-256 of binding, both, and the binding's bits. */
  static byte[] ctrHmacOpen(byte[] keys, byte[] sealed, byte[] binding)
      throws GeneralSecurityException {
    int end = sealed.length - 32;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(keys, 32, 32, "HmacSHA256"));
    mac.update(binding);
    mac.update(sealed, 0, end);
    mac.update(ByteBuffer.allocate(8).putLong(8L * binding.length).array());
    requireTag(mac.doFinal(), Arrays.copyOfRange(sealed, end, sealed.length));
    Cipher ctr = Cipher.getInstance("AES/CTR/NoPadding");
    ctr.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(keys, 0, 32, "AES"),
        new IvParameterSpec(sealed, 0, BLOCK));
    return ctr.doFinal(sealed, BLOCK, end - BLOCK);
  }

  /** AES-256-GCM-SIV, RFC 8452, sections 4 and 5: a nonce of 12, ciphertext, a tag of 16. */
  static byte[] gcmSivOpen(byte[] key, byte[] sealed, byte[] binding)
      throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOf(sealed, 12);
    byte[] ciphertext = Arrays.copyOfRange(sealed, 12, sealed.length - BLOCK);
    byte[] tag = Arrays.copyOfRange(sealed, sealed.length - BLOCK, sealed.length);
    ByteBuffer derived = ByteBuffer.allocate(48);
    for (int i = 0; i < 6; i++) {
      byte[] block = littleEndian(BLOCK).putInt(i).put(nonce).array();
      derived.put(aes(key, block), 0, 8);
    }
    byte[] authentication = Arrays.copyOf(derived.array(), BLOCK);
    byte[] encryption = Arrays.copyOfRange(derived.array(), BLOCK, 48);

    ByteBuffer counter = ByteBuffer.wrap(tag.clone()).order(ByteOrder.LITTLE_ENDIAN);
    counter.put(15, (byte) (tag[15] | 0x80));
    byte[] plaintext = ciphertext.clone();
    for (int at = 0; at < plaintext.length; at += BLOCK) {
      byte[] stream = aes(encryption, counter.array());
      for (int i = 0; i < BLOCK && at + i < plaintext.length; i++) {
        plaintext[at + i] ^= stream[i];
      }
      counter.putInt(0, counter.getInt(0) + 1);
    }

    byte[] lengths = littleEndian(BLOCK)
        .putLong(8L * binding.length)
        .putLong(8L * plaintext.length)
        .array();
    byte[] sum = polyval(authentication, padded(binding), padded(plaintext), lengths);
    for (int i = 0; i < 12; i++) {
      sum[i] ^= nonce[i];
    }
    sum[15] &= 0x7F;
    requireTag(aes(encryption, sum), tag);
    return plaintext;
  }

  /** POLYVAL: with field elements as numbers whose bit i is the coefficient of x to the i. */
  private static byte[] polyval(byte[] key, byte[]... parts) {
    BigInteger h = element(key);
    BigInteger sum = BigInteger.ZERO;
    for (byte[] part : parts) {
      for (int at = 0; at < part.length; at += BLOCK) {
        sum = dot(sum.xor(element(Arrays.copyOfRange(part, at, at + BLOCK))), h);
      }
    }
    byte[] bytes = new byte[BLOCK];
    for (int bit = 0; bit < 128; bit++) {
      bytes[bit / 8] |= (byte) (sum.testBit(bit) ? 1 << (bit % 8) : 0);
    }
    return bytes;
  }

  /** a · b · x^-128 in the field of x^128 + x^127 + x^126 + x^121 + 1. */
  private static BigInteger dot(BigInteger a, BigInteger b) {
    BigInteger modulus = BigInteger.ONE.setBit(128).setBit(127).setBit(126).setBit(121);
    BigInteger product = BigInteger.ZERO;
    for (int bit = 0; bit < 128; bit++) {
      product = b.testBit(bit) ? product.xor(a.shiftLeft(bit)) : product;
    }
    for (int i = 0; i < 128; i++) {
      product = (product.testBit(0) ? product.xor(modulus) : product).shiftRight(1);
    }
    return product;
  }

  private static BigInteger element(byte[] littleEndian) {
    byte[] bigEndian = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      bigEndian[i] = littleEndian[BLOCK - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] padded(byte[] bytes) {
    return Arrays.copyOf(bytes, (bytes.length + BLOCK - 1) / BLOCK * BLOCK);
  }

  private static byte[] aes(byte[] key, byte[] block) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    return aes.doFinal(block);
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void requireTag(byte[] expected, byte[] found) throws AEADBadTagException {
    if (!Arrays.equals(expected, found)) {
      throw new AEADBadTagException("The tag is wrong.");
    }
  }
}
