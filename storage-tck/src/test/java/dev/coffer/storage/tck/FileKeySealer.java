package dev.coffer.storage.tck;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordSealer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A sealer for tests of providers: AES-GCM with a key derived from a master key and a salt. */
final class FileKeySealer implements RecordSealer {

  static final int NONCE_LENGTH = 12;

  private final byte[] key;
  private final byte[] storeId;

  FileKeySealer(byte[] masterKey, byte[] salt) {
    this.key = mac(masterKey, salt);
    this.storeId = Arrays.copyOf(salt, STORE_ID_LENGTH);
  }

  /** A pseudo-random function: 32 bytes. */
  static byte[] mac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public byte[] storeId() {
    return storeId.clone();
  }

  @Override
  public byte[] digest(byte[] input) {
    return Arrays.copyOf(mac(key, input), DIGEST_LENGTH);
  }

  @Override
  public int epoch() {
    return 1;
  }

  @Override
  public int suite(int epoch) {
    if (epoch != 1) {
      throw new KeyUnavailableException("There is one epoch, 1.", null);
    }
    return 1;
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    byte[] nonce = FileKeySealerProvider.random(NONCE_LENGTH);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData).doFinal(plaintext);
      byte[] all = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_LENGTH, sealed.length);
      return all;
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public byte[] open(int epoch, byte[] sealed, byte[] associatedData)
      throws GeneralSecurityException {
    if (sealed.length < NONCE_LENGTH) {
      throw new GeneralSecurityException("too short");
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
    return cipher(Cipher.DECRYPT_MODE, nonce, associatedData)
        .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(associatedData);
    return cipher;
  }

  @Override
  public void close() {}
}
