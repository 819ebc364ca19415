package dev.coffer.storage.tck;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keyring of the {@link KitSealer}, which a backend keeps as it keeps the one of any sealer: a
 * system record, sealed by a master key, put where none is, and replaced by its version.
 */
final class KitKeyring {

  /** The master key of every store that the kit seals. */
  static final byte[] MASTER_KEY =
      "the key that the kit always uses".getBytes(StandardCharsets.US_ASCII);

  /** A master key that opens none of them. */
  static final byte[] WRONG_KEY =
      "another key, of no store at all.".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LABEL = "coffer/tck/keyring/v1".getBytes(StandardCharsets.US_ASCII);

  private final StorageBackend backend;
  private final byte[] masterKey;
  private final int number;

  KitKeyring(StorageBackend backend, byte[] masterKey) {
    this(backend, masterKey, 0);
  }

  /**
   * One that a new keyring is made by with the keys of this number: the same keys give the same ids
   * in every run, so that no rule finds something in one and nothing in another.
   */
  KitKeyring(StorageBackend backend, byte[] masterKey, int number) {
    this.backend = backend;
    this.masterKey = masterKey;
    this.number = number;
  }

  /**
   * Opens the keyring that is there, or makes one in a new store.
   *
   * @throws KeyUnavailableException if it does not open, is of another store, or is missing
   *     although there are entries; nothing has been written
   */
  KitSealer open() {
    Optional<StoredRecord> found = backend.get(RecordId.KEYRING);
    if (found.isEmpty() && hasEntries()) {
      // A creator may have come between the two looks.
      found = Optional.of(find());
    }
    return sealer(unwrapped(found.orElseGet(this::created)));
  }

  /**
   * Adds an epoch, whose key seals from now on, to a keyring that is there.
   *
   * @return false if another one has replaced the keyring meanwhile; nothing has been written
   */
  boolean addEpoch() {
    StoredRecord current = find();
    byte[] more = KitSealer.random(KitSealer.KEY_LENGTH);
    return put(joined(unwrapped(current), more), Expectation.version(current.version()))
        .isPresent();
  }

  private StoredRecord find() {
    return backend
        .get(RecordId.KEYRING)
        .orElseThrow(() -> new KeyUnavailableException(
            "The store has entries, but its keyring is missing.", null));
  }

  private StoredRecord created() {
    byte[] storeId = backend
        .storeId()
        .orElseGet(() -> Arrays.copyOf(numbered("store"), RecordSealer.STORE_ID_LENGTH));
    byte[] keys = joined(numbered("digest key"), numbered("key of epoch 1"));
    return put(joined(storeId, keys), Expectation.ABSENT).orElseGet(this::find);
  }

  private byte[] numbered(String what) {
    return KitSealer.mac(MASTER_KEY, (what + " " + number).getBytes(StandardCharsets.US_ASCII));
  }

  private Optional<StoredRecord> put(byte[] keyring, Expectation expectation) {
    byte[] sealed = KitSealer.seal(masterKey, keyring, LABEL);
    StoredRecord record = StoredRecord.builder(
            RecordId.KEYRING, Version.of(KitSealer.random(Version.LENGTH)))
        .value(sealed)
        .build();
    try {
      backend.apply(List.of(Change.put(record, expectation)), Samples.NOW);
      return Optional.of(record);
    } catch (PreconditionFailedException anotherWasFaster) {
      return Optional.empty();
    }
  }

  private byte[] unwrapped(StoredRecord record) {
    byte[] keyring;
    try {
      keyring = KitSealer.open(masterKey, record.value(), LABEL);
    } catch (GeneralSecurityException notAuthentic) {
      throw new KeyUnavailableException("The keyring does not open with this master key.", null);
    }
    byte[] storeId = Arrays.copyOf(keyring, RecordSealer.STORE_ID_LENGTH);
    backend.storeId().filter(id -> !MessageDigest.isEqual(id, storeId)).ifPresent(other -> {
      throw new KeyUnavailableException("The keyring is of another store.", null);
    });
    return keyring;
  }

  /** The layout: {@code store id, digest key, a key for each epoch from 1 on}. */
  private static KitSealer sealer(byte[] keyring) {
    ByteBuffer in = ByteBuffer.wrap(keyring);
    byte[] storeId = new byte[RecordSealer.STORE_ID_LENGTH];
    byte[] digestKey = new byte[KitSealer.KEY_LENGTH];
    in.get(storeId).get(digestKey);
    List<byte[]> keys = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] key = new byte[KitSealer.KEY_LENGTH];
      in.get(key);
      keys.add(key);
    }
    return new KitSealer(storeId, digestKey, keys);
  }

  private boolean hasEntries() {
    Optional<ScanRequest> next = Optional.of(ScanRequest.of(RecordId.ENTRIES, 1).withoutValues());
    while (next.isPresent()) {
      RecordPage page = backend.scan(next.get());
      if (!page.records().isEmpty()) {
        return true;
      }
      next = next.get().following(page);
    }
    return false;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
