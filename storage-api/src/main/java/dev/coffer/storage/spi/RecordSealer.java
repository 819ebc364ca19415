package dev.coffer.storage.spi;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageUnavailableException;
import java.security.GeneralSecurityException;

/**
 * Digests and seals with the keys of one store. It knows no backend, no names and no layout: what
 * is digested, what is sealed and what a sealed text is bound to is composed by the facade, the
 * same over every sealer.
 *
 * <p>Thread-safe.
 */
public interface RecordSealer extends AutoCloseable {

  /** The length of a {@link #storeId()} in bytes. */
  int STORE_ID_LENGTH = 16;

  /** The length of a {@link #digest} in bytes. */
  int DIGEST_LENGTH = 16;

  /** The id of the store whose keys these are, {@value #STORE_ID_LENGTH} bytes. */
  byte[] storeId();

  /**
   * A pseudo-random function of {@code input} under a key that stays for the store's life,
   * {@value #DIGEST_LENGTH} bytes.
   */
  byte[] digest(byte[] input);

  /** The epoch of the key that seals now, an unsigned number from 1 (0 where nothing is sealed). */
  int epoch();

  /**
   * The number of the algorithms that this epoch's key is for, 0 to 65,535.
   *
   * @throws KeyUnavailableException if the sealer has no key of that epoch
   */
  int suite(int epoch);

  /**
   * Seals {@code plaintext} with the key of {@code epoch} and binds it to {@code associatedData}:
   * authenticated encryption with associated data, RFC 5116. Neither array is kept or changed.
   *
   * @throws KeyUnavailableException if that key is not there or may not seal
   */
  byte[] seal(int epoch, byte[] plaintext, byte[] associatedData);

  /**
   * Opens what {@link #seal} has sealed.
   *
   * @throws GeneralSecurityException if it was not sealed with the key of {@code epoch} and this
   *     associated data, or there is no such key; without a word on the content
   */
  byte[] open(int epoch, byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException;

  /**
   * Whether the key of {@code epoch}, with which this sealer has sealed, opens records for whoever
   * opens the store now. The facade asks after a write that took long: meanwhile the key may have
   * been closed by another process, which did not see the record yet. A sealer whose keys change
   * under other processes' hands looks at the keyring as it is now.
   *
   * @throws StorageUnavailableException if the keyring cannot be looked at
   */
  default boolean stillOpens(int epoch) {
    return true;
  }

  /** Forgets the keys. Closing twice is fine. */
  @Override
  void close();
}
