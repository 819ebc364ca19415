package dev.coffer.storage.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmSivKey;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-256-GCM-SIV as Tink lays it out: the key's prefix, a nonce of 12 random bytes, the
 * ciphertext, a tag of 16. Tink computes it where some provider of this Java's does, and the JDK
 * has none; Bouncy Castle is here anyhow.
 *
 * <p>Thread-safe.
 */
final class GcmSiv implements Aead {

  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;

  private final SecureRandom random = new SecureRandom();

  /** Those that nobody is using: one has tables of 12 KB, which cost more than to seal a token. */
  private final Queue<GCMSIVBlockCipher> idle = new ConcurrentLinkedQueue<>();

  private final byte[] prefix;
  private final KeyParameter key;

  @AccessesPartialKey
  GcmSiv(AesGcmSivKey key) {
    this.prefix = key.getOutputPrefix().toByteArray();
    byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
    this.key = new KeyParameter(bytes);
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    int head = prefix.length + NONCE_LENGTH;
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    byte[] sealed = Arrays.copyOf(prefix, head + plaintext.length + TAG_LENGTH);
    System.arraycopy(nonce, 0, sealed, prefix.length, NONCE_LENGTH);
    run(true, nonce, associatedData, plaintext, 0, plaintext.length, sealed, head);
    return sealed;
  }

  @Override
  public byte[] decrypt(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
    int head = prefix.length + NONCE_LENGTH;
    if (sealed.length < head + TAG_LENGTH
        || !Arrays.equals(sealed, 0, prefix.length, prefix, 0, prefix.length)) {
      throw new GeneralSecurityException("It was not sealed with this key.");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, prefix.length, head);
    byte[] plaintext = new byte[sealed.length - head - TAG_LENGTH];
    run(false, nonce, associatedData, sealed, head, sealed.length - head, plaintext, 0);
    return plaintext;
  }

  private void run(
      boolean encrypting,
      byte[] nonce,
      byte[] associatedData,
      byte[] in,
      int from,
      int length,
      byte[] out,
      int to)
      throws GeneralSecurityException {
    GCMSIVBlockCipher found = idle.poll();
    GCMSIVBlockCipher cipher = found == null ? new GCMSIVBlockCipher() : found;
    cipher.init(encrypting, new AEADParameters(key, 8 * TAG_LENGTH, nonce, associatedData));
    cipher.processBytes(in, from, length, out, to);
    try {
      cipher.doFinal(out, to);
      idle.add(cipher);
    } catch (InvalidCipherTextException foreign) {
      throw new GeneralSecurityException("It was not sealed with this key.", foreign);
    }
  }
}
