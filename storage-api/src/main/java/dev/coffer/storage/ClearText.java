package dev.coffer.storage;

import dev.coffer.storage.spi.RecordSealer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The sealer of a storage without encryption: it seals nothing, and digests without a key. */
final class ClearText implements RecordSealer {

  @Override
  public byte[] storeId() {
    return new byte[STORE_ID_LENGTH];
  }

  @Override
  public byte[] digest(byte[] input) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(input);
      return Arrays.copyOf(hash, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public int epoch() {
    return 0;
  }

  @Override
  public int suite(int epoch) {
    if (epoch != 0) {
      throw new KeyUnavailableException("A storage in clear text has no keys.", null);
    }
    return 0;
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    return plaintext.clone();
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    return ciphertext.clone();
  }

  @Override
  public void close() {}
}
