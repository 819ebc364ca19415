package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way from a keyring's bytes and a master key to the store's keys: a slot gives the store key,
 * which the MAC over all bytes must agree with before anything else is believed.
 */
final class KeyringOpening {

  private final byte[] bytes;
  private final SealedKeyring sealed;

  /** @throws KeyUnavailableException if the bytes are damaged or of an unknown format */
  KeyringOpening(byte[] bytes) {
    this.bytes = bytes;
    this.sealed = KeyringFormat.decode(bytes);
  }

  SealedKeyring sealed() {
    return sealed;
  }

  /**
   * The keys.
   *
   * @throws KeyUnavailableException if the keyring was edited, or is not of this release
   */
  StoreKeys open(StoreKey storeKey) {
    try {
      if (!isSealedBy(storeKey)) {
        throw edited("the master key opens it, but its MAC does not match", null);
      }
      requireKnownEpochs(sealed.epochs());
      return keys(storeKey);
    } catch (GeneralSecurityException disagreement) {
      throw edited("its keysets do not open, or do not agree with its epochs", disagreement);
    }
  }

  /** Whether this is the store key that sealed it, as the MAC says. */
  boolean isSealedBy(StoreKey storeKey) throws GeneralSecurityException {
    int length = bytes.length - KeyringFormat.MAC_LENGTH;
    byte[] stored = Arrays.copyOfRange(bytes, length, bytes.length);
    return MessageDigest.isEqual(storeKey.mac(bytes, length), stored);
  }

  /**
   * A store key, and the way to it.
   *
   * @param slot the id of the slot that gave it; 0 where none did, as with an export
   */
  record Found(StoreKey storeKey, int slot) {}

  /**
   * The store key, from the first slot that {@code masterKey} opens.
   *
   * @throws KeyUnavailableException if it opens none
   */
  Found require(MasterKey masterKey) {
    Found found = find(masterKey);
    if (found != null) {
      requireOfNow(masterKey, found.storeKey);
      return found;
    }
    if (sealed.slots().stream().anyMatch(slot -> masterKey.opens(slot.kind()))) {
      throw new KeyUnavailableException(
          "The keyring does not open with the master key "
              + masterKey.source()
              + ": it was made with another one (or edited). Open the store with the master key it"
              + " was created with.",
          null);
    }
    throw new KeyUnavailableException(
        "The keyring has no slot that the master key "
            + masterKey.source()
            + " could open. Its slots are for: "
            + kinds()
            + ".",
        null);
  }

  /** An export opens any slot, and still may be older than the store's key. */
  private void requireOfNow(MasterKey masterKey, StoreKey found) {
    try {
      if (!(masterKey instanceof ExportedKey) || isSealedBy(found)) {
        return;
      }
    } catch (GeneralSecurityException noAlgorithm) {
      throw edited("its MAC cannot be computed", noAlgorithm);
    }
    found.close();
    throw new KeyUnavailableException(
        "The keyring does not open with the export " + masterKey.source()
            + ": it is of another store, or a slot was removed since it was made, which gives the"
            + " store a new key. It opens the backups of its own time.",
        null);
  }

  /** The store key, from the first slot that {@code masterKey} opens; null if it opens none. */
  @Nullable
  Found find(MasterKey masterKey) {
    for (Slot slot : sealed.slots()) {
      StoreKey key = unwrap(slot, masterKey);
      if (key != null) {
        return new Found(key, masterKey instanceof ExportedKey ? 0 : slot.id());
      }
    }
    return null;
  }

  /** The store key from this slot; null if {@code masterKey} does not open it. */
  @Nullable
  StoreKey unwrap(Slot slot, MasterKey masterKey) {
    if (!masterKey.opens(slot.kind())) {
      return null;
    }
    byte[] associatedData =
        Slot.associatedData(sealed.storeId(), slot.id(), slot.kind(), slot.parameters());
    byte[] key;
    try {
      key = masterKey.unwrap(slot.wrapped(), slot.parameters(), associatedData);
    } catch (GeneralSecurityException another) {
      return null;
    }
    if (key.length != StoreKey.LENGTH) {
      Arrays.fill(key, (byte) 0);
      throw edited("slot " + slot.id() + " holds a key of another length", null);
    }
    return new StoreKey(key, sealed.storeId());
  }

  /** The first slot that {@code masterKey} opens, if there is one. */
  Optional<Slot> slotOf(MasterKey masterKey) {
    return sealed.slots().stream().filter(slot -> isOpenedBy(masterKey, slot)).findFirst();
  }

  boolean isOpenedBy(MasterKey masterKey, Slot slot) {
    try (@Nullable StoreKey key = unwrap(slot, masterKey)) {
      return key != null;
    }
  }

  private String kinds() {
    TreeSet<Integer> kinds = new TreeSet<>();
    sealed.slots().forEach(slot -> kinds.add(slot.kind()));
    return kinds.isEmpty()
        ? "none"
        : kinds.stream().map(Slot::nameOf).collect(Collectors.joining(", "));
  }

  /** What is authentic and unknown all the same is of a later release. */
  private static void requireKnownEpochs(List<Epoch> epochs) {
    Optional<Epoch> unknown = epochs.stream()
        .filter(epoch -> epoch.state().hasKey() && Suite.of(epoch.suite()).isEmpty())
        .findFirst();
    if (unknown.isPresent()) {
      throw KeyringFormat.newer("epoch "
          + unknown.get().text()
          + " uses the algorithms "
          + unknown.get().suite()
          + ", unknown to this release");
    }
    long primaries =
        epochs.stream().filter(epoch -> epoch.state() == EpochState.PRIMARY).count();
    if (primaries != 1) {
      throw edited(primaries + " of its epochs are primary instead of one", null);
    }
  }

  private StoreKeys keys(StoreKey storeKey) throws GeneralSecurityException {
    byte[] digests = storeKey.open(StoreKey.Role.DIGESTS, sealed.digestKeyset());
    try {
      byte[] records = storeKey.open(StoreKey.Role.RECORDS, sealed.recordKeyset());
      try {
        return new StoreKeys(
            sealed.storeId(),
            Keysets.digests(digests),
            sealed.epochs(),
            Keysets.records(records, sealed.epochs()));
      } finally {
        Arrays.fill(records, (byte) 0);
      }
    } finally {
      Arrays.fill(digests, (byte) 0);
    }
  }

  private static KeyUnavailableException edited(
      String how, @Nullable GeneralSecurityException cause) {
    return new KeyUnavailableException(
        "The keyring was edited or damaged: " + how + ". Restore it from a backup.", cause);
  }
}
