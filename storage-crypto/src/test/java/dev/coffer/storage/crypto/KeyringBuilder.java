package dev.coffer.storage.crypto;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds authentic keyrings in states that no operation makes yet, for
 * {@link Fixtures#masterKey()}.
 */
final class KeyringBuilder {

  private final List<Slot> slots = new ArrayList<>();
  private List<Epoch> epochs = List.of(Fixtures.epoch(1, EpochState.PRIMARY));
  private List<Epoch> keys = epochs;
  private List<Extension> extensions = List.of();

  /** Lists these epochs, and has a key for each that its state says to have one. */
  KeyringBuilder epochs(Epoch... listed) {
    epochs = List.of(listed);
    keys = epochs;
    return this;
  }

  /** Has keys as if these were the epochs, whatever is listed. */
  KeyringBuilder keysOf(Epoch... others) {
    keys = List.of(others);
    return this;
  }

  KeyringBuilder extensions(Extension... extensions) {
    this.extensions = List.of(extensions);
    return this;
  }

  /** A slot that nobody here can open. */
  KeyringBuilder foreignSlot(int kind, byte[] parameters, byte[] wrapped) {
    slots.add(new Slot(slots.size() + 1, kind, parameters, wrapped));
    return this;
  }

  /** A slot for a master key. */
  KeyringBuilder slotFor(MasterKey masterKey) {
    slots.add(KeyringCreation.slot(slots.size() + 1, masterKey, storeKey(), Fixtures.STORE_ID));
    return this;
  }

  /** The keyring; with a slot for {@link Fixtures#masterKey()} where none was added. */
  byte[] build() {
    if (slots.isEmpty()) {
      slotFor(Fixtures.masterKey());
    }
    try (StoreKey storeKey = new StoreKey(storeKey(), Fixtures.STORE_ID)) {
      return KeyringCreation.seal(
          new SealedKeyring(
              Fixtures.STORE_ID,
              3,
              slots,
              epochs,
              storeKey.seal(StoreKey.Role.DIGESTS, Keysets.digestBytes(Keysets.newDigestKeyset())),
              storeKey.seal(
                  StoreKey.Role.RECORDS, Keysets.recordBytes(Keysets.newRecordKeyset(keys))),
              extensions),
          storeKey);
    } catch (GeneralSecurityException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static byte[] storeKey() {
    byte[] key = new byte[StoreKey.LENGTH];
    Arrays.fill(key, (byte) 7);
    return key;
  }
}
