package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/** The making of a keyring's bytes: a new one, and the MAC over any. */
final class KeyringCreation {

  private static final int FIRST_SLOT = 1;
  private static final int FIRST_EPOCH = 1;

  private KeyringCreation() {}

  /** A keyring of generation 1 with random keys, a slot for {@code masterKey} and epoch 1. */
  static byte[] create(MasterKey masterKey, byte[] storeId, Suite suite) {
    List<Epoch> epochs = List.of(new Epoch(FIRST_EPOCH, EpochState.PRIMARY, suite.number()));
    try (StoreKey storeKey = StoreKey.random(storeId)) {
      return seal(
          new SealedKeyring(
              storeId,
              1,
              List.of(storeKey.slot(FIRST_SLOT, masterKey)),
              epochs,
              sealed(
                  storeKey, StoreKey.Role.DIGESTS, Keysets.digestBytes(Keysets.newDigestKeyset())),
              sealed(
                  storeKey,
                  StoreKey.Role.RECORDS,
                  Keysets.recordBytes(Keysets.newRecordKeyset(epochs))),
              List.of()),
          storeKey);
    } catch (GeneralSecurityException noAlgorithm) {
      throw new KeyUnavailableException(
          "No keyring could be made: this Java lacks an algorithm that it needs.", noAlgorithm);
    }
  }

  /** A slot in which {@code masterKey} wraps the store's key. */
  static Slot slot(int id, MasterKey masterKey, byte[] storeKey, byte[] storeId) {
    int kind = masterKey.slotKind();
    byte[] parameters = masterKey.newSlotParameters();
    byte[] associatedData = Slot.associatedData(storeId, id, kind, parameters);
    return new Slot(id, kind, parameters, masterKey.wrap(storeKey, parameters, associatedData));
  }

  /** The bytes of a keyring, with their MAC. */
  static byte[] seal(SealedKeyring keyring, StoreKey storeKey) throws GeneralSecurityException {
    byte[] head = KeyringFormat.encode(keyring);
    byte[] mac = storeKey.mac(head, head.length);
    byte[] whole = Arrays.copyOf(head, head.length + mac.length);
    System.arraycopy(mac, 0, whole, head.length, mac.length);
    return whole;
  }

  /** A keyset sealed by the store's key; its clear bytes are wiped. */
  static byte[] sealed(StoreKey storeKey, StoreKey.Role role, byte[] keyset)
      throws GeneralSecurityException {
    try {
      return storeKey.seal(role, keyset);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }
}
