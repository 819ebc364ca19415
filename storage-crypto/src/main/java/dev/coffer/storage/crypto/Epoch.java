package dev.coffer.storage.crypto;

/**
 * An epoch of the store's record keys, as the keyring lists it: its number, what its key may do,
 * and the algorithms that the key is for.
 *
 * @param number an unsigned number from 1, never given twice; the key's id in Tink
 * @param suite the number of a {@link Suite}, perhaps one that this release does not know
 */
record Epoch(int number, EpochState state, int suite) {

  /** The number as a person reads it. */
  String text() {
    return Integer.toUnsignedString(number);
  }
}
