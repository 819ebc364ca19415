package dev.coffer.storage.tck;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What rules put: ids of the facade's shape, and records that a number tells apart. */
final class Samples {

  /** The {@code now} of most calls; far from the system's time on purpose. */
  static final long NOW = 1_000_000_000_000L;

  private static final int DIGEST_LENGTH = 16;

  private Samples() {}

  /** An id of these bytes. */
  static RecordId id(int... bytes) {
    byte[] id = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      id[i] = (byte) bytes[i];
    }
    return RecordId.of(id);
  }

  /** The id of an entry at the root of a storage: {@code 01 00 digest}. */
  static RecordId entry(int number) {
    return RecordId.ENTRIES.append((byte) 0).append(digest(number));
  }

  /** The prefix of a scope: {@code 01 (01 digest)*}. */
  static RecordId scope(int... numbers) {
    RecordId scope = RecordId.ENTRIES;
    for (int number : numbers) {
      scope = scope.append((byte) 1).append(digest(number));
    }
    return scope;
  }

  /** The id of an entry directly in a scope. */
  static RecordId entryIn(RecordId scope, int number) {
    return scope.append((byte) 0).append(digest(number));
  }

  /** Ascends with the number, and begins as digests do, with any byte. */
  private static byte[] digest(int number) {
    return ByteBuffer.allocate(DIGEST_LENGTH).putInt(number).put(4, (byte) 0xD1).array();
  }

  /** A version of its own for each number. */
  static Version version(int number) {
    return Version.of(ByteBuffer.allocate(Version.LENGTH).putInt(12, number).array());
  }

  /** The number of a version of ours. */
  static int numberOf(Version version) {
    return ByteBuffer.wrap(version.toBytes()).getInt(12);
  }

  /** The number of an entry of ours. */
  static int numberOf(RecordId entry) {
    byte[] id = entry.toBytes();
    return id.length < DIGEST_LENGTH ? -1 : ByteBuffer.wrap(id).getInt(id.length - DIGEST_LENGTH);
  }

  /** A record that never expires. */
  static StoredRecord record(RecordId id, int number) {
    return expiring(id, number, StoredRecord.NEVER);
  }

  /** A record with an expiry. */
  static StoredRecord expiring(RecordId id, int number, long expiresAt) {
    return StoredRecord.builder(id, version(number))
        .expiresAt(expiresAt)
        .epoch(1)
        .suite(1)
        .name(("name " + number).getBytes(StandardCharsets.UTF_8))
        .value(("value " + number).getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** {@code count} records, never expiring, with the ids and numbers from 0 on. */
  static List<StoredRecord> records(int count, IntFunction<RecordId> ids) {
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(ids.apply(i), i));
    }
    return records;
  }

  /** Puts whatever is there, in as many batches as it takes. */
  static void put(StorageBackend backend, StoredRecord... records) {
    put(backend, Arrays.asList(records));
  }

  /** Puts whatever is there, in as many batches as it takes. */
  static void put(StorageBackend backend, List<StoredRecord> records) {
    for (int from = 0; from < records.size(); from += Change.MAX_CHANGES) {
      int to = Math.min(records.size(), from + Change.MAX_CHANGES);
      backend.apply(puts(records.subList(from, to)), NOW);
    }
  }

  /** Bytes that no compression makes fewer; the same for the same seed. */
  static byte[] noise(long seed, int length) {
    byte[] noise = new byte[length];
    new SplittableRandom(seed).nextBytes(noise); // much faster than Random
    return noise;
  }

  /** A put of each, whatever is there. */
  static List<Change> puts(List<StoredRecord> records) {
    List<Change> puts = new ArrayList<>();
    records.forEach(record -> puts.add(Change.put(record, Expectation.ANY)));
    return puts;
  }

  /** Removes whatever is there. */
  static void remove(StorageBackend backend, RecordId id) {
    backend.apply(List.of(Change.remove(id, Expectation.ANY)), NOW);
  }
}
