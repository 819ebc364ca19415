package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmSivKey;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The two Tink keysets of a store: a key for digests, and a key for each epoch's names and values.
 * Tink's global registry is neither read nor changed: what is needed of Tink is named here.
 */
final class Keysets {

  /** The digest key's id in its keyset; a PRF puts it into no output. */
  private static final int DIGEST_KEY_ID = 1;

  private static final Configuration DIGESTS = PrfConfig2026.get();
  private static final Configuration RECORDS = AeadConfig2026.get();

  private Keysets() {}

  /** A keyset with a new random digest key. */
  static KeysetHandle newDigestKeyset() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .setConfiguration(DIGESTS)
        .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedPrfParameters.HMAC_SHA256_PRF)
            .withFixedId(DIGEST_KEY_ID)
            .makePrimary())
        .build();
  }

  /** A keyset with a new random key for each of {@code epochs} that has one. */
  static KeysetHandle newRecordKeyset(List<Epoch> epochs) throws GeneralSecurityException {
    return recordKeyset(epochs, Map.of());
  }

  private static KeysetHandle recordKeyset(List<Epoch> epochs, Map<Integer, Key> known)
      throws GeneralSecurityException {
    KeysetHandle.Builder keyset = KeysetHandle.newBuilder().setConfiguration(RECORDS);
    for (Epoch epoch : epochs) {
      if (epoch.state().hasKey()) {
        Key key = known.get(epoch.number());
        KeysetHandle.Builder.Entry entry = (key == null
                ? KeysetHandle.generateEntryFromParameters(suite(epoch).parameters())
                : KeysetHandle.importKey(key))
            .withFixedId(epoch.number())
            .setStatus(status(epoch));
        keyset.addEntry(epoch.state() == EpochState.PRIMARY ? entry.makePrimary() : entry);
      }
    }
    return keyset.build();
  }

  /**
   * A keyset for {@code epochs}, with the keys that {@code before} has for them, new ones for those
   * that it does not know, and none for destroyed ones.
   *
   * @throws GeneralSecurityException if {@code before} is no keyset of records
   */
  static KeysetHandle revisedRecordKeyset(byte[] before, List<Epoch> epochs)
      throws GeneralSecurityException {
    KeysetHandle known =
        TinkProtoKeysetFormat.parseKeyset(before, InsecureSecretKeyAccess.get(), RECORDS);
    Map<Integer, Key> keys = new HashMap<>();
    for (int i = 0; i < known.size(); i++) {
      keys.put(known.getAt(i).getId(), known.getAt(i).getKey());
    }
    return recordKeyset(epochs, keys);
  }

  /** The bytes of a digest keyset, with its key in clear. */
  static byte[] digestBytes(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get(), DIGESTS);
  }

  /** The bytes of a record keyset, with its keys in clear. */
  static byte[] recordBytes(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get(), RECORDS);
  }

  /**
   * The digest function of a keyset.
   *
   * @throws GeneralSecurityException if it is not a keyset with one key for digests
   */
  static PrfSet digests(byte[] bytes) throws GeneralSecurityException {
    KeysetHandle keyset =
        TinkProtoKeysetFormat.parseKeyset(bytes, InsecureSecretKeyAccess.get(), DIGESTS);
    if (keyset.size() != 1
        || !keyset
            .getPrimary()
            .getKey()
            .getParameters()
            .equals(PredefinedPrfParameters.HMAC_SHA256_PRF)) {
      throw new GeneralSecurityException("The digest keyset has other keys.");
    }
    return keyset.getPrimitive(DIGESTS, PrfSet.class);
  }

  /**
   * The encryption of each epoch that may open something, by its number. A sealed text begins with
   * the epoch's number, and only that epoch's key opens it.
   *
   * @throws GeneralSecurityException if the keyset does not have exactly the keys that
   *     {@code epochs} say
   */
  static Map<Integer, Aead> records(byte[] bytes, List<Epoch> epochs)
      throws GeneralSecurityException {
    KeysetHandle keyset =
        TinkProtoKeysetFormat.parseKeyset(bytes, InsecureSecretKeyAccess.get(), RECORDS);
    Map<Integer, KeysetHandle.Entry> entries = new HashMap<>();
    for (int i = 0; i < keyset.size(); i++) {
      entries.put(keyset.getAt(i).getId(), keyset.getAt(i));
    }
    Map<Integer, Aead> opening = new HashMap<>();
    for (Epoch epoch : epochs) {
      KeysetHandle.Entry entry = entries.remove(epoch.number());
      if (epoch.state().hasKey() != (entry != null)) {
        throw new GeneralSecurityException("The record keyset has other epochs.");
      }
      if (entry != null) {
        requireAgreement(epoch, entry);
        if (epoch.state().opens()) {
          opening.put(epoch.number(), encryption(entry));
        }
      }
    }
    if (!entries.isEmpty()) {
      throw new GeneralSecurityException("The record keyset has more keys than there are epochs.");
    }
    return opening;
  }

  private static void requireAgreement(Epoch epoch, KeysetHandle.Entry entry)
      throws GeneralSecurityException {
    if (!entry.getKey().getParameters().equals(suite(epoch).parameters())
        || entry.isPrimary() != (epoch.state() == EpochState.PRIMARY)
        || !entry.getStatus().equals(status(epoch))) {
      throw new GeneralSecurityException("A key of the record keyset is not as its epoch says.");
    }
  }

  private static Aead encryption(KeysetHandle.Entry entry) throws GeneralSecurityException {
    return entry.getKey() instanceof AesGcmSivKey siv ? new GcmSiv(siv) : alone(entry);
  }

  private static Aead alone(KeysetHandle.Entry entry) throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .setConfiguration(RECORDS)
        .addEntry(
            KeysetHandle.importKey(entry.getKey()).withFixedId(entry.getId()).makePrimary())
        .build()
        .getPrimitive(RECORDS, Aead.class);
  }

  private static KeyStatus status(Epoch epoch) {
    return epoch.state().opens() ? KeyStatus.ENABLED : KeyStatus.DISABLED;
  }

  private static Suite suite(Epoch epoch) throws GeneralSecurityException {
    return Suite.of(epoch.suite())
        .orElseThrow(() -> new GeneralSecurityException("An epoch's algorithms are unknown."));
  }
}
