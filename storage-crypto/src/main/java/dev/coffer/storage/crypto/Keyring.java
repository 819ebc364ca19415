package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordSealer;

/**
 * The opened keyring of one store: its keys in memory, and the bytes that keep them, sealed, in the store.
 *
 * <p>Thread-safe.
 */
public final class Keyring implements AutoCloseable {

  private Keyring() {}

  /**
   * A new keyring, of generation 1: random keys, one slot for {@code masterKey}, epoch 1.
   *
   * @param storeId 16 bytes
   */
  public static Keyring create(MasterKey masterKey, byte[] storeId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens what {@link #toBytes} has given.
   *
   * @throws KeyUnavailableException if the master key is another one, or the bytes are damaged, edited, or of a format that this release does
   *     not know
   */
  public static Keyring open(byte[] keyring, MasterKey masterKey) {
    throw new UnsupportedOperationException();
  }

  /** The bytes to keep in the store; no secret without the master key. */
  public byte[] toBytes() {
    throw new UnsupportedOperationException();
  }

  /** The id of the store whose keys these are, 16 bytes. */
  public byte[] storeId() {
    throw new UnsupportedOperationException();
  }

  /** The number of this state of the keyring, from 1; each change has a higher one. */
  public long generation() {
    throw new UnsupportedOperationException();
  }

  /** A sealer with these keys. It lives on when the keyring is closed, and the keyring when it is. */
  public RecordSealer sealer() {
    throw new UnsupportedOperationException();
  }

  /**
   * A key of the store's own for one purpose, 32 bytes: the same for the store's life, different for each label and context.
   *
   * @param label the purpose and its version: {@code coffer/file-mac/v1}
   */
  public byte[] deriveKey(String label, byte[] context) {
    throw new UnsupportedOperationException();
  }

  /** Forgets the keys. Closing twice is fine; any use after it is {@link IllegalStateException}. */
  @Override
  public void close() {}
}
