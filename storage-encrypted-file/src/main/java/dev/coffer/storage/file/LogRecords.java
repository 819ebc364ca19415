package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The records of a log at one moment, read from the file as they are asked for. What is damaged
 * there since the log was read is in doubt, by itself.
 */
final class LogRecords implements RecordSource {

  /** Enough for all of a record but its value, unless its name is long. */
  private static final int USUAL_HEAD = 512;

  private final LogFile file;
  private final Index.Snapshot index;

  LogRecords(LogFile file, Index.Snapshot index) {
    this.file = file;
    this.index = index;
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) throws IOException {
    long place = index.find(id);
    return place == Place.NONE ? Optional.empty() : Optional.of(read(id, place, true));
  }

  /** The record without its value, for who asks for its version and expiry. */
  Optional<StoredRecord> getWithoutValue(RecordId id) throws IOException {
    long place = index.find(id);
    return place == Place.NONE ? Optional.empty() : Optional.of(read(id, place, false));
  }

  boolean has(RecordId id) {
    return index.find(id) != Place.NONE;
  }

  @Override
  public RecordPage scan(ScanRequest request) throws IOException {
    List<Found> found = new ArrayList<>();
    index.forEach(request.from(), (id, place) -> {
      RecordId next = RecordId.of(id);
      if (!next.startsWith(request.prefix())) {
        return false;
      }
      found.add(new Found(next, place));
      return found.size() <= request.limit();
    });
    // In the order of the file, which is what a disk is fastest at.
    Found[] byPlace = found.toArray(new Found[0]);
    Arrays.sort(byPlace, Comparator.comparingLong(each -> each.place));
    for (Found each : byPlace) {
      each.record = read(each.id, each.place, request.values());
    }
    return request.page(found.stream().map(each -> each.record).iterator());
  }

  private static final class Found {
    private final RecordId id;
    private final long place;
    private StoredRecord record;

    private Found(RecordId id, long place) {
      this.id = id;
      this.place = place;
      this.record = inDoubt(id);
    }
  }

  private StoredRecord read(RecordId id, long place, boolean value) throws IOException {
    int length = Place.length(place);
    if (!value && length > USUAL_HEAD) {
      ByteBuffer head = bytes(place, USUAL_HEAD);
      if (ChangeBytes.lengthUpToName(id.length()) <= USUAL_HEAD && isOf(id, head)) {
        int end = ChangeBytes.nameEnd(head, 0);
        if (end >= 0 && end <= length) {
          return ChangeBytes.decodeWithoutValue(end <= USUAL_HEAD ? head : bytes(place, end), 0);
        }
      }
    }
    ByteBuffer bytes = bytes(place, length);
    if (!isOf(id, bytes) || ChangeBytes.end(bytes, 0) != length) {
      return inDoubt(id);
    }
    return value
        ? ChangeBytes.decode(bytes, 0).record().orElseThrow()
        : ChangeBytes.decodeWithoutValue(bytes, 0);
  }

  private static boolean isOf(RecordId id, ByteBuffer put) {
    byte[] expected = id.toBytes();
    return put.getInt(1) == expected.length
        && ChangeBytes.isPut(put, 0)
        && ByteBuffer.wrap(expected).equals(put.slice(5, expected.length));
  }

  private ByteBuffer bytes(long place, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.read(Place.offset(place), bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static StoredRecord inDoubt(RecordId id) {
    return StoredRecord.builder(id, Version.of(new byte[Version.LENGTH]))
        .flags(SalvagedRecords.DOUBT)
        .build();
  }
}
