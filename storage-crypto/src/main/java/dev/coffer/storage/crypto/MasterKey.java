package dev.coffer.storage.crypto;

import java.security.GeneralSecurityException;

/**
 * A key outside the store that wraps the store's own key, in a slot of its keyring: kept in a file
 * or an environment variable, derived from a passphrase, or out of reach in a key service.
 *
 * <p>Thread-safe until it is closed.
 */
public interface MasterKey extends AutoCloseable {

  /**
   * Where the key is, for messages: {@code file:/home/alice/master.key}, {@code env:APP_KEY}. Never
   * what it is.
   */
  String source();

  /** The kind of the slots that it makes, 1 to 65,535; the numbers are in the keyring's format. */
  int slotKind();

  /** Whether it can try slots of this kind. */
  boolean opens(int slotKind);

  /**
   * Parameters for a new slot, which the slot keeps in the open and binds: none, those of a key
   * derivation, a key's address; at most 4 KiB.
   */
  byte[] newSlotParameters();

  /**
   * Wraps a store key; at most 4 KiB. Neither array is kept or changed.
   *
   * @param associatedData what the wrapped key is bound to; the parameters are among it
   */
  byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData);

  /**
   * Unwraps what {@link #wrap} has wrapped. Neither array is kept or changed.
   *
   * @throws GeneralSecurityException if it was wrapped with another key or is bound to something
   *     else; without a word on the content
   */
  byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData)
      throws GeneralSecurityException;

  /**
   * Forgets the key, as far as Java lets it. Closing twice is fine; any other use after it is
   * {@link IllegalStateException}.
   */
  @Override
  void close();
}
