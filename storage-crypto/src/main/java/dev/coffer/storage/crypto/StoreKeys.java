package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.PrfSet;
import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one store, ready for use: the digest function, and the encryption of each epoch.
 *
 * <p>Immutable and thread-safe. Its keys go when nothing refers to it any more.
 */
final class StoreKeys {

  private final byte[] storeId;
  private final PrfSet digests;
  private final Map<Integer, Epoch> epochs = new HashMap<>();
  private final Map<Integer, Aead> records;
  private final Epoch primary;
  private final int highest;

  /** Of epochs of which exactly one is primary, and the encryption of those that open. */
  StoreKeys(byte[] storeId, PrfSet digests, List<Epoch> epochs, Map<Integer, Aead> records) {
    this.storeId = storeId.clone();
    this.digests = digests;
    this.records = Map.copyOf(records);
    epochs.forEach(epoch -> this.epochs.put(epoch.number(), epoch));
    this.highest =
        epochs.stream().map(Epoch::number).max(Integer::compareUnsigned).orElse(0);
    this.primary = epochs.stream()
        .filter(epoch -> epoch.state() == EpochState.PRIMARY)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No epoch is primary."));
  }

  byte[] storeId() {
    return storeId.clone();
  }

  /** The first {@code length} bytes, at most 32, of the digest key's function of {@code input}. */
  byte[] digest(byte[] input, int length) {
    try {
      return digests.computePrimary(input, length);
    } catch (GeneralSecurityException broken) {
      throw noAlgorithm("HMAC-SHA-256", broken);
    }
  }

  /** The epoch that seals. */
  Epoch primary() {
    return primary;
  }

  /** Whether the key of this epoch opens records. */
  boolean opens(int number) {
    return records.containsKey(number);
  }

  /**
   * Whether a later generation of the keyring may open this epoch, as this one does not: it has not
   * been there yet, or is closed and may have been opened again.
   */
  boolean mayOpenLater(int number) {
    Epoch epoch = epochs.get(number);
    return epoch == null
        ? Integer.compareUnsigned(number, highest) > 0
            && Integer.compareUnsigned(number - highest, KeyringFormat.MAX_EPOCHS) <= 0
        : epoch.state() == EpochState.CLOSED;
  }

  /**
   * The epoch with this number, if its key may open records.
   *
   * @throws KeyUnavailableException if it may not, or there is none
   */
  Epoch opening(int number) {
    Epoch epoch = epochs.get(number);
    if (epoch == null) {
      throw unavailable(number, "is not in this keyring");
    }
    if (!epoch.state().opens()) {
      throw unavailable(number, "is " + epoch.state());
    }
    return epoch;
  }

  byte[] seal(int number, byte[] plaintext, byte[] associatedData) {
    Epoch epoch = opening(number);
    if (!epoch.equals(primary)) {
      throw unavailable(
          number, "is " + epoch.state() + ", and only that of epoch " + primary.text() + " seals");
    }
    try {
      return Objects.requireNonNull(records.get(number)).encrypt(plaintext, associatedData);
    } catch (GeneralSecurityException broken) {
      throw noAlgorithm(Suite.of(epoch.suite()).map(Suite::id).orElse("a suite"), broken);
    }
  }

  byte[] open(int number, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    @Nullable Aead encryption = records.get(number);
    if (encryption == null) {
      throw new GeneralSecurityException(
          "There is no key of epoch " + Integer.toUnsignedString(number) + " that opens.");
    }
    return encryption.decrypt(ciphertext, associatedData);
  }

  private static KeyUnavailableException unavailable(int epoch, String why) {
    return new KeyUnavailableException(
        "The key of epoch " + Integer.toUnsignedString(epoch) + " " + why + ".", null);
  }

  /** What a Java without the algorithm, or with a broken one, comes to. */
  private static KeyUnavailableException noAlgorithm(String name, GeneralSecurityException cause) {
    return new KeyUnavailableException("This Java does not compute " + name + ".", cause);
  }
}
