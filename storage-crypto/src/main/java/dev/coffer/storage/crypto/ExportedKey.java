package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;

/**
 * The store's own key out of an export, in the place of a master key: it opens the store's keyring
 * whatever its slots are for, as long as the store has this key. It makes no slots.
 */
final class ExportedKey implements MasterKey {

  private final String source;
  private final Keyring keyring;

  /** Takes over the exported keyring, and closes it. */
  ExportedKey(String source, Keyring keyring) {
    this.source = source;
    this.keyring = keyring;
  }

  /** The keyring as it was exported. */
  Keyring keyring() {
    return keyring;
  }

  @Override
  public String source() {
    return source;
  }

  /** The kind of nothing: 0 is no slot's. */
  @Override
  public int slotKind() {
    return 0;
  }

  @Override
  public boolean opens(int slotKind) {
    return true;
  }

  @Override
  public byte[] newSlotParameters() {
    throw new KeyUnavailableException(
        "The export " + source + " opens a store, and no slot can be made with it: add a slot for"
            + " another master key, and open the store with that one.",
        null);
  }

  @Override
  public byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData) {
    return newSlotParameters();
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData) {
    return keyring.storeKey().toBytes();
  }

  @Override
  public void close() {
    keyring.close();
  }

  @Override
  public String toString() {
    return "MasterKey[" + source + "]";
  }
}
