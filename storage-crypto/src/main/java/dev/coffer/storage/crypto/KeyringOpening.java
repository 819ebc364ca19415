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
  private final MasterKey masterKey;
  private final SealedKeyring sealed;

  /** @throws KeyUnavailableException if the bytes are damaged or of an unknown format */
  KeyringOpening(byte[] bytes, MasterKey masterKey) {
    this.bytes = bytes;
    this.masterKey = masterKey;
    this.sealed = KeyringFormat.decode(bytes);
  }

  SealedKeyring sealed() {
    return sealed;
  }

  /**
   * The keys.
   *
   * @throws KeyUnavailableException if the master key is another one, or the keyring was edited
   */
  StoreKeys open() {
    try (StoreKey storeKey = storeKey()) {
      requireMac(storeKey);
      requireKnownEpochs(sealed.epochs());
      return keys(storeKey);
    } catch (GeneralSecurityException disagreement) {
      throw edited("its keysets do not open, or do not agree with its epochs", disagreement);
    }
  }

  private StoreKey storeKey() {
    boolean tried = false;
    for (Slot slot : sealed.slots()) {
      if (masterKey.opens(slot.kind())) {
        tried = true;
        byte[] key = unwrap(slot);
        if (key != null) {
          return new StoreKey(key, sealed.storeId());
        }
      }
    }
    if (tried) {
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

  private byte @Nullable [] unwrap(Slot slot) {
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
    return key;
  }

  private String kinds() {
    TreeSet<Integer> kinds = new TreeSet<>();
    sealed.slots().forEach(slot -> kinds.add(slot.kind()));
    return kinds.isEmpty()
        ? "none"
        : kinds.stream().map(Slot::nameOf).collect(Collectors.joining(", "));
  }

  private void requireMac(StoreKey storeKey) throws GeneralSecurityException {
    int length = bytes.length - KeyringFormat.MAC_LENGTH;
    byte[] stored = Arrays.copyOfRange(bytes, length, bytes.length);
    if (!MessageDigest.isEqual(storeKey.mac(bytes, length), stored)) {
      throw edited("the master key opens it, but its MAC does not match", null);
    }
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
