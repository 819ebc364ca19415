package dev.coffer.storage;

import dev.coffer.storage.spi.RecordSealer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A third party's sealer, on the JDK's own AES-GCM: the facade must need nothing more. */
final class JceSealer implements RecordSealer {

  private static final int NONCE = 12;

  private final byte[] storeId;
  private final byte[] key;
  private final SecureRandom random = new SecureRandom();
  int closed;

  JceSealer(byte[] storeId, byte[] key) {
    this.storeId = storeId.clone();
    this.key = key.clone();
  }

  static JceSealer fixed() {
    byte[] storeId = new byte[STORE_ID_LENGTH];
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
      storeId[i % STORE_ID_LENGTH] = (byte) (0xA0 + i % STORE_ID_LENGTH);
    }
    return new JceSealer(storeId, key);
  }

  @Override
  public byte[] storeId() {
    return storeId.clone();
  }

  @Override
  public byte[] digest(byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(input), DIGEST_LENGTH);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public int epoch() {
    return 7;
  }

  @Override
  public int suite(int epoch) {
    if (epoch != 7) {
      throw new KeyUnavailableException("There is no such epoch.", null);
    }
    return 99;
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    try {
      byte[] nonce = new byte[NONCE];
      random.nextBytes(nonce);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData).doFinal(plaintext);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    if (ciphertext.length < NONCE) {
      throw new GeneralSecurityException("too short");
    }
    byte[] nonce = Arrays.copyOf(ciphertext, NONCE);
    return cipher(Cipher.DECRYPT_MODE, nonce, associatedData)
        .doFinal(ciphertext, NONCE, ciphertext.length - NONCE);
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(associatedData);
    return cipher;
  }

  @Override
  public void close() {
    closed++;
  }
}
