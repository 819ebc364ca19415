package dev.coffer.storage.crypto;

import java.util.List;

/**
 * The parts of a keyring as its bytes have them, with the keys still sealed.
 *
 * <p>Immutable; arrays are shared and not to be changed.
 *
 * @see KeyringFormat
 */
final class SealedKeyring {

  private final byte[] storeId;
  private final long generation;
  private final List<Slot> slots;
  private final List<Epoch> epochs;
  private final byte[] digestKeyset;
  private final byte[] recordKeyset;
  private final List<Extension> extensions;

  SealedKeyring(
      byte[] storeId,
      long generation,
      List<Slot> slots,
      List<Epoch> epochs,
      byte[] digestKeyset,
      byte[] recordKeyset,
      List<Extension> extensions) {
    this.storeId = storeId;
    this.generation = generation;
    this.slots = List.copyOf(slots);
    this.epochs = List.copyOf(epochs);
    this.digestKeyset = digestKeyset;
    this.recordKeyset = recordKeyset;
    this.extensions = List.copyOf(extensions);
  }

  byte[] storeId() {
    return storeId;
  }

  long generation() {
    return generation;
  }

  /** In ascending order of their ids. */
  List<Slot> slots() {
    return slots;
  }

  /** All that there ever were, in ascending order of their numbers. */
  List<Epoch> epochs() {
    return epochs;
  }

  /** The keyset for digests, sealed by the store key. */
  byte[] digestKeyset() {
    return digestKeyset;
  }

  /** The keyset for names and values, a key for each epoch, sealed by the store key. */
  byte[] recordKeyset() {
    return recordKeyset;
  }

  /** In ascending order of their types. */
  List<Extension> extensions() {
    return extensions;
  }
}
