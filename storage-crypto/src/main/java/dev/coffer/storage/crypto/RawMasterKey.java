package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * A master key of 32 bytes, from wherever they are kept. It tries every slot that such a key may
 * have made: a key that moves from a file into the environment still opens its store.
 */
final class RawMasterKey implements MasterKey {

  /** The length of the key in bytes. */
  static final int LENGTH = 32;

  private final String source;
  private final int slotKind;
  private final byte[] parameters;
  private volatile @Nullable Aead wrapping;

  private RawMasterKey(String source, int slotKind, byte[] parameters, Aead wrapping) {
    this.source = source;
    this.slotKind = slotKind;
    this.parameters = parameters;
    this.wrapping = wrapping;
  }

  /** Keeps a copy of {@code key}; the caller wipes its own. */
  static RawMasterKey of(String source, int slotKind, byte[] key) {
    return of(source, slotKind, new byte[0], key);
  }

  /** One whose slots have parameters. Keeps a copy of {@code key}; the caller wipes its own. */
  static RawMasterKey of(String source, int slotKind, byte[] parameters, byte[] key) {
    try {
      return new RawMasterKey(source, slotKind, parameters.clone(), RawAead.of(key));
    } catch (GeneralSecurityException noAlgorithm) {
      throw noAlgorithm(noAlgorithm);
    }
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public int slotKind() {
    return slotKind;
  }

  @Override
  public boolean opens(int kind) {
    return kind == Slot.FILE || kind == Slot.ENVIRONMENT || kind == Slot.OS_KEYRING;
  }

  @Override
  public byte[] newSlotParameters() {
    return parameters.clone();
  }

  @Override
  public byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData) {
    try {
      return wrapping().encrypt(storeKey, associatedData);
    } catch (GeneralSecurityException noAlgorithm) {
      throw noAlgorithm(noAlgorithm);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData)
      throws GeneralSecurityException {
    return wrapping().decrypt(wrapped, associatedData);
  }

  private Aead wrapping() {
    Aead open = wrapping;
    if (open == null) {
      throw new IllegalStateException("The master key is closed.");
    }
    return open;
  }

  static KeyUnavailableException noAlgorithm(GeneralSecurityException cause) {
    return new KeyUnavailableException("This Java does not compute XAES-256-GCM.", cause);
  }

  @Override
  public void close() {
    wrapping = null;
  }

  @Override
  public String toString() {
    return "MasterKey[" + source + "]";
  }
}
