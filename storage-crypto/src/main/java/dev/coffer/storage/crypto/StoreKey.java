package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The random key of one store, which the slots of its keyring wrap: it seals the keysets and makes
 * the keyring's MAC, each with a key derived from it (HKDF-SHA-256, RFC 5869).
 *
 * <p>Thread-safe until it is closed.
 */
final class StoreKey implements AutoCloseable {

  /** The length of the key in bytes. */
  static final int LENGTH = 32;

  /** The roles that a sealed keyset is bound to. */
  enum Role {
    DIGESTS(1),
    RECORDS(2);

    private final int code;

    Role(int code) {
      this.code = code;
    }
  }

  private static final byte[] SEAL_LABEL = ascii("coffer/keyring/seal/v1");
  private static final byte[] MAC_LABEL = ascii("coffer/keyring/mac/v1");
  private static final byte[] KEYSET_LABEL = ascii("coffer/keyset/v1");

  /** Transient for libraries that write whatever fields an object has. */
  private final transient byte[] key;

  private final byte[] storeId;

  /** Takes over {@code key}, and wipes it on close. */
  StoreKey(byte[] key, byte[] storeId) {
    this.key = key;
    this.storeId = storeId.clone();
  }

  /** A new random key for a store. */
  static StoreKey random(byte[] storeId) {
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    return new StoreKey(key, storeId);
  }

  /** A copy, which is closed by itself. */
  StoreKey copy() {
    return new StoreKey(key.clone(), storeId);
  }

  /** Whether {@code other} is the same key; in constant time. */
  boolean isSameAs(StoreKey other) {
    return MessageDigest.isEqual(key, other.key);
  }

  /** A slot in which {@code masterKey} wraps this key. */
  Slot slot(int id, MasterKey masterKey) {
    return KeyringCreation.slot(id, masterKey, key, storeId);
  }

  /** This key, wrapped by {@code masterKey} for something else than a slot. */
  byte[] wrappedBy(MasterKey masterKey, byte[] parameters, byte[] associatedData) {
    return masterKey.wrap(key, parameters, associatedData);
  }

  /** A copy of the key's bytes, which the caller wipes. */
  byte[] toBytes() {
    return key.clone();
  }

  byte[] seal(Role role, byte[] keyset) throws GeneralSecurityException {
    return sealing().encrypt(keyset, associatedData(role));
  }

  byte[] open(Role role, byte[] sealed) throws GeneralSecurityException {
    return sealing().decrypt(sealed, associatedData(role));
  }

  private Aead sealing() throws GeneralSecurityException {
    byte[] derived = derive(SEAL_LABEL);
    try {
      return RawAead.of(derived);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private byte[] associatedData(Role role) {
    return ByteBuffer.allocate(KEYSET_LABEL.length + storeId.length + 1)
        .put(KEYSET_LABEL)
        .put(storeId)
        .put((byte) role.code)
        .array();
  }

  /** HMAC-SHA-256 over the first {@code length} bytes. */
  byte[] mac(byte[] keyring, int length) throws GeneralSecurityException {
    byte[] derived = derive(MAC_LABEL);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derived, "HmacSHA256"));
      mac.update(keyring, 0, length);
      return mac.doFinal();
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  private byte[] derive(byte[] label) throws GeneralSecurityException {
    return Hkdf.computeHkdf("HmacSha256", key, storeId, label, LENGTH);
  }

  private static byte[] ascii(String label) {
    return label.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }
}
