package dev.coffer.storage.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.aead.XAesGcmKey;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/**
 * Tink's XAES-256-GCM with 32 bytes at hand as its key, for keys that wrap keys: a nonce of 24
 * random bytes, the ciphertext and a tag of 16, with nothing before them.
 */
final class RawAead {

  private RawAead() {}

  /** Keeps a copy of {@code key}; the caller may wipe its own. */
  @AccessesPartialKey
  static Aead of(byte[] key) throws GeneralSecurityException {
    XAesGcmKey imported = XAesGcmKey.create(
        PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE_NO_PREFIX,
        SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()),
        null);
    return KeysetHandle.newBuilder()
        .setConfiguration(AeadConfig2026.get())
        .addEntry(KeysetHandle.importKey(imported).withRandomId().makePrimary())
        .build()
        .getPrimitive(AeadConfig2026.get(), Aead.class);
  }
}
