package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two system records in which a store keeps its keyring: the keyring, and a check by which
 * another store's keyring in its place is told. Without the check, every entry would look absent
 * under a foreign digest key.
 */
final class KeyringRecords {

  /** The system record with the check. */
  static final RecordId CHECK = RecordId.SYSTEM.append((byte) 2);

  private static final byte[] CHECK_LABEL = "coffer/check/v1".getBytes(StandardCharsets.US_ASCII);

  private final StorageBackend backend;
  private final InstantSource clock;

  KeyringRecords(StorageBackend backend, InstantSource clock) {
    this.backend = backend;
    this.clock = clock;
  }

  /** The keyring's bytes. */
  Optional<byte[]> find() {
    return record().map(StoredRecord::value);
  }

  /** The record with the keyring. */
  Optional<StoredRecord> record() {
    return backend.get(RecordId.KEYRING);
  }

  /** Whether there is anything in the store that a keyring must have been there for. */
  boolean isAnythingSealed() {
    if (backend.get(CHECK).isPresent()) {
      return true;
    }
    Optional<ScanRequest> request =
        Optional.of(ScanRequest.of(RecordId.ENTRIES, 1).withoutValues());
    while (request.isPresent()) {
      RecordPage page = backend.scan(request.get());
      if (!page.records().isEmpty()) {
        return true;
      }
      request = request.get().following(page);
    }
    return false;
  }

  /** Puts both records where there is none; false if another creator was faster. */
  boolean putIfAbsent(Keyring keyring) {
    Version version = newVersion();
    try {
      backend.apply(
          List.of(
              put(RecordId.KEYRING, version, keyring.toBytes()),
              put(CHECK, version, check(keyring))),
          clock.millis());
      return true;
    } catch (PreconditionFailedException anotherCreator) {
      return false;
    }
  }

  /**
   * Puts a later generation in the place of the keyring that was found in {@code seen}; false if
   * another has come there meanwhile.
   *
   * @throws StorageUnavailableException also if it cannot be told whether it was put
   */
  boolean replace(StoredRecord seen, Keyring next) {
    StoredRecord record = StoredRecord.builder(RecordId.KEYRING, newVersion())
        .value(next.toBytes())
        .build();
    try {
      backend.apply(
          List.of(Change.put(record, Expectation.version(seen.version()))), clock.millis());
      return true;
    } catch (PreconditionFailedException another) {
      return false;
    } catch (OutcomeUnknownException unknown) {
      Optional<byte[]> now = find();
      if (now.isPresent() && Arrays.equals(now.get(), next.toBytes())) {
        return true;
      }
      throw new StorageUnavailableException(
          "It is not known whether the store's keyring was changed: look at its generation before"
              + " trying again.",
          unknown);
    }
  }

  /**
   * Puts an exported keyring where the store has lost its own.
   *
   * @throws KeyUnavailableException if it is of another store, or nothing tells of which
   */
  void restore(Keyring exported) {
    Optional<byte[]> storeId = backend.storeId();
    Optional<byte[]> stored = backend.get(CHECK).map(StoredRecord::value);
    if (!isAnythingSealed() || (storeId.isEmpty() && stored.isEmpty())) {
      throw new KeyUnavailableException(
          "There is nothing here that an exported keyring could be for: neither an entry, nor a"
              + " record that tells which store this is. Restore the store from a backup first.",
          null);
    }
    if (!storeId.map(id -> MessageDigest.isEqual(id, exported.storeId())).orElse(true)
        || !stored.map(check -> MessageDigest.isEqual(check, check(exported))).orElse(true)) {
      throw ofAnotherStore("it was exported from one with another id");
    }
    Version version = newVersion();
    List<Change> changes = new ArrayList<>();
    changes.add(put(RecordId.KEYRING, version, exported.toBytes()));
    if (stored.isEmpty()) {
      changes.add(put(CHECK, version, check(exported)));
    }
    try {
      backend.apply(changes, clock.millis());
    } catch (PreconditionFailedException another) {
      // Somebody else has restored it; whoever opens it next finds out whether it is the same.
    }
  }

  private static Change put(RecordId id, Version version, byte[] value) {
    return Change.put(StoredRecord.builder(id, version).value(value).build(), Expectation.ABSENT);
  }

  private static Version newVersion() {
    byte[] version = new byte[Version.LENGTH];
    new SecureRandom().nextBytes(version);
    return Version.of(version);
  }

  /**
   * Holds a keyring against the place it was found in.
   *
   * @throws KeyUnavailableException if it is of another store
   */
  void requireOfThisStore(Keyring keyring) {
    backend
        .storeId()
        .filter(id -> !MessageDigest.isEqual(id, keyring.storeId()))
        .ifPresent(other -> {
          throw ofAnotherStore("its store id is not the one that the store has");
        });
    byte[] stored = backend
        .get(CHECK)
        .map(StoredRecord::value)
        .orElseThrow(() -> ofAnotherStore("the record that it is checked by is missing"));
    if (!MessageDigest.isEqual(stored, check(keyring))) {
      throw ofAnotherStore("the record that it is checked by does not agree");
    }
  }

  private static KeyUnavailableException ofAnotherStore(String how) {
    return new KeyUnavailableException(
        "The keyring is of another store: it opens with the master key, but "
            + how
            + ". Restore this store's own keyring from a backup.",
        null);
  }

  private static byte[] check(Keyring keyring) {
    byte[] storeId = keyring.storeId();
    byte[] input = ByteBuffer.allocate(CHECK_LABEL.length + storeId.length)
        .put(CHECK_LABEL)
        .put(storeId)
        .array();
    try (RecordSealer sealer = keyring.sealer()) {
      return sealer.digest(input);
    }
  }
}
