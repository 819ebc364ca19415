package dev.coffer.storage;

import dev.coffer.storage.spi.RecordBinding;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of entries and entries of records: a name or value opens only as that, in its own
 * store, under its own id, with its own version, expiry, epoch and algorithms
 * ({@link RecordBinding}).
 */
final class RecordCodec {

  private static final byte NAME = 1;
  private static final byte VALUE = 2;

  private final RecordSealer sealer;

  RecordCodec(RecordSealer sealer) {
    this.sealer = sealer;
  }

  /** The id that the keys know the store by; all zero in clear text. */
  byte[] storeId() {
    return sealer.storeId();
  }

  ScopeId rootScope() {
    return ScopeId.root(sealer);
  }

  StoredRecord seal(ScopeId scope, String key, Secret value, Version version, long expiresAt) {
    int epoch = sealer.epoch();
    StoredRecord draft = StoredRecord.builder(scope.entry(key), version)
        .expiresAt(expiresAt)
        .epoch(epoch)
        .suite(sealer.suite(epoch))
        .build();
    byte[] plaintext = Plaintext.ofValue(value);
    try {
      return StoredRecord.builder(draft.id(), version)
          .expiresAt(expiresAt)
          .epoch(epoch)
          .suite(draft.suite())
          .name(sealer.seal(epoch, Plaintext.ofName(scope.path(), key), binding(NAME, draft)))
          .value(sealer.seal(epoch, plaintext, binding(VALUE, draft)))
          .build();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /** The entry's name, version and expiry, all of them authentic. */
  EntryInfo openInfo(StoredRecord record) throws UnreadableEntryException {
    byte[] plaintext = open(NAME, record, record.name(), null);
    try {
      List<String> names = Plaintext.name(plaintext);
      List<String> path = names.subList(0, names.size() - 1);
      return new EntryInfo(
          path, names.get(names.size() - 1), record.version(), expiry(record.expiresAt()));
    } catch (Plaintext.MalformedPlaintextException unknownLayout) {
      throw unreadable(record, "its name has an unknown layout", null);
    }
  }

  /** The entry whose name has been opened as {@code info}. */
  Entry openValue(StoredRecord record, EntryInfo info) throws UnreadableEntryException {
    byte[] plaintext = open(VALUE, record, record.value(), info);
    try {
      return new Entry(info, Plaintext.value(plaintext));
    } catch (Plaintext.MalformedPlaintextException unknownLayout) {
      throw unreadable(record, "its value has an unknown layout", info);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private byte[] open(byte role, StoredRecord record, byte[] sealed, @Nullable EntryInfo info) {
    String what = role == NAME ? "name" : "value";
    try {
      if (record.suite() != sealer.suite(record.epoch())) {
        throw unreadable(record, "its algorithms are not those of its key epoch", info);
      }
      if (record.flags() != 0) {
        throw unreadable(record, "its format flags are unknown", info);
      }
      if (!Arrays.equals(record.domain(), new byte[StoredRecord.DOMAIN_LENGTH])) {
        throw unreadable(record, "its key domain is unknown", info);
      }
      return sealer.open(record.epoch(), sealed, binding(role, record));
    } catch (KeyUnavailableException unknownEpoch) {
      String epoch = Integer.toUnsignedString(record.epoch());
      throw unreadable(record, "the keyring has no key of its epoch " + epoch, info);
    } catch (GeneralSecurityException notAuthentic) {
      throw unreadable(record, "its " + what + " or what it is bound to was changed", info);
    }
  }

  private byte[] binding(byte role, StoredRecord record) {
    return role == NAME
        ? RecordBinding.ofName(record, sealer.storeId())
        : RecordBinding.ofValue(record, sealer.storeId());
  }

  /** Whether whoever opens the store now can open what was sealed with the key of this epoch. */
  boolean stillOpens(int epoch) {
    return sealer.stillOpens(epoch);
  }

  UnreadableEntryException unreadable(
      StoredRecord record, String reason, @Nullable EntryInfo info) {
    List<String> path = info == null ? null : info.path();
    String key = info == null ? null : info.key();
    return new UnreadableEntryException(new UnreadableEntry(record, reason, path, key));
  }

  private static @Nullable Instant expiry(long expiresAt) {
    return expiresAt == StoredRecord.NEVER ? null : Instant.ofEpochMilli(expiresAt);
  }

  /** Forgets the keys. */
  void close() {
    sealer.close();
  }
}
