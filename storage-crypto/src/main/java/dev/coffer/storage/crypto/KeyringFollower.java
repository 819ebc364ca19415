package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keyring of one store from generation to generation: it looks at the record that holds it, and
 * opens what has come there with the store key at hand, or with the master key if the store has got
 * a new one. It never goes back: what is missing, older, or of another store is refused.
 *
 * <p>Not thread-safe.
 */
final class KeyringFollower implements AutoCloseable {

  private static final byte[] PROBE = "coffer/check/v1".getBytes(StandardCharsets.US_ASCII);

  private final KeyringRecords records;
  private final Supplier<MasterKey> masterKeys;
  private Keyring keyring;

  /** Of a keyring that was opened, which it takes over. */
  KeyringFollower(Keyring keyring, KeyringRecords records, Supplier<MasterKey> masterKeys) {
    this.keyring = keyring;
    this.records = records;
    this.masterKeys = masterKeys;
  }

  /** The keyring as it was when last looked at; closed by the next look that finds another. */
  Keyring keyring() {
    return keyring;
  }

  /** What the keyring is kept in. */
  KeyringRecords records() {
    return records;
  }

  /**
   * Looks at the keyring in the store, which is {@link #keyring()} from now on.
   *
   * @return the record that holds it
   * @throws StorageUnavailableException if it cannot be read, or the master key that a new store
   *     key needs is not to be had now
   * @throws KeyUnavailableException if it is missing, damaged, older than one seen before or of
   *     another store, or the master key does not open it any more
   */
  StoredRecord look() {
    StoredRecord record = records.record().orElseThrow(() -> refused("is not there any more"));
    byte[] bytes = record.value();
    if (!keyring.hasBytes(bytes)) {
      Keyring found = open(bytes);
      try {
        requireSuccessor(found);
      } catch (RuntimeException | Error failure) {
        found.close();
        throw failure;
      }
      adopt(found);
    }
    return record;
  }

  /** Goes on with a generation that was just put, and takes it over. */
  void adopt(Keyring next) {
    keyring.close();
    keyring = next;
  }

  private Keyring open(byte[] bytes) {
    KeyringOpening opening = new KeyringOpening(bytes);
    try {
      if (opening.isSealedBy(keyring.storeKey())) {
        return Keyring.open(bytes, opening, keyring.found());
      }
    } catch (GeneralSecurityException noAlgorithm) {
      throw new KeyUnavailableException("This Java does not compute HMAC-SHA-256.", noAlgorithm);
    }
    return Keyring.open(bytes, opening, newStoreKey(opening));
  }

  private KeyringOpening.Found newStoreKey(KeyringOpening opening) {
    KeyringOpening.@Nullable Found found;
    String source;
    try (MasterKey masterKey = masterKeys.get()) {
      source = masterKey.source();
      found = opening.find(masterKey);
    } catch (KeyUnavailableException notNow) {
      throw new StorageUnavailableException(
          "The store has a new key, and the master key that opens it is not to be had now: "
              + notNow.getMessage(),
          notNow);
    }
    if (found == null) {
      throw new KeyUnavailableException(
          "The master key " + source + " does not open the store any more: its slot was removed."
              + " Open the store again with one that does.",
          null);
    }
    return found;
  }

  private void requireSuccessor(Keyring found) {
    if (!MessageDigest.isEqual(keyring.storeId(), found.storeId())
        || !MessageDigest.isEqual(probe(keyring), probe(found))) {
      throw refused("is now that of another store");
    }
    int order = Long.compareUnsigned(found.generation(), keyring.generation());
    if (order <= 0) {
      throw refused(
          order == 0
              ? "was replaced by another one of its generation"
              : "was set back from generation " + Long.toUnsignedString(keyring.generation())
                  + " to " + Long.toUnsignedString(found.generation()));
    }
  }

  private static byte[] probe(Keyring keyring) {
    return keyring.keys().digest(PROBE, KeyringFormat.MAC_LENGTH);
  }

  private static KeyUnavailableException refused(String what) {
    return new KeyUnavailableException(
        "The store's keyring "
            + what
            + " since the store was opened, so that nothing more is sealed: it could not be opened"
            + " later. If a backup was restored on purpose, open the store again; else restore the"
            + " keyring.",
        null);
  }

  @Override
  public void close() {
    keyring.close();
  }
}
