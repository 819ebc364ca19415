package dev.coffer.storage.file;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies out of a log what is intact: records that are known to be what was written last, and whose
 * name and value open.
 */
final class SalvageCopy {

  private static final RecordId EVERYTHING = RecordId.of(new byte[0]);
  private static final int PAGE = 100;

  private final EncryptedFileBackend source;
  private final Disk disk;

  private long copied;
  private long leftOut;

  SalvageCopy(EncryptedFileBackend source, Disk disk) {
    this.source = source;
    this.disk = disk;
  }

  EncryptedFile.Salvaged to(Path path, Progress progress) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageConfigurationException(
          "There is something at " + path + ": what is salvaged goes into a new file.");
    }
    try {
      Path place = LocalDisk.directoryOf(path).toRealPath().resolve(path.getFileName());
      try (StoreLock lock = StoreLock.of(place, Duration.ZERO)) {
        lock.acquire();
        try {
          write(place, progress);
        } finally {
          lock.release();
        }
      }
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
    return new EncryptedFile.Salvaged(copied, leftOut, ((ReadOnlyLog) source.log()).findings());
  }

  private void write(Path place, Progress progress) throws IOException {
    DraftLog draft = DraftLog.create(
        disk,
        place,
        source.log().keyring(),
        logId -> source.keyring().deriveKey(ChainMac.KEY_LABEL, logId),
        new SecureRandom());
    try {
      try (draft) {
        copy(draft, progress);
        draft.sync();
      }
      disk.publish(draft.path(), place);
    } catch (FileAlreadyExistsException meanwhile) {
      Drafts.remove(draft.path(), meanwhile);
      throw new StorageConfigurationException(
          "Something appeared at " + place + ": what is salvaged goes into a new file.");
    } catch (IOException | RuntimeException | Error failure) {
      Drafts.remove(draft.path(), failure);
      throw failure;
    }
  }

  private void copy(DraftLog draft, Progress progress) throws IOException {
    long total = ((ReadOnlyLog) source.log()).current().index().count();
    OneRecord one = new OneRecord();
    InstantSource beforeAllExpiry = InstantSource.fixed(Instant.EPOCH);
    try (SecureStorage check = SecureStorage.over(one)
        .sealer(source.keyring().sealer())
        .clock(beforeAllExpiry)
        .build()) {
      Optional<ScanRequest> request = Optional.of(ScanRequest.of(EVERYTHING, PAGE));
      while (request.isPresent()) {
        RecordPage page = source.log().records().scan(request.get());
        for (StoredRecord record : page.records()) {
          one.record = record;
          if (isIntact(record, check)) {
            draft.add(put(record));
            copied++;
          } else if (!record.id().equals(EVERYTHING)) { // That one stands for what is missing.
            leftOut++;
          }
          progress.at(copied + leftOut, Math.max(total, copied + leftOut));
        }
        request = request.get().following(page);
      }
    }
  }

  private static boolean isIntact(StoredRecord record, SecureStorage check) {
    if ((record.flags() & SalvagedRecords.DOUBT) != 0) {
      return false;
    }
    return !record.id().startsWith(RecordId.ENTRIES)
        || check.readAll(ListOption.recursive()).unreadable().isEmpty();
  }

  private static byte[] put(StoredRecord record) {
    Change put = Change.put(record, Expectation.ANY);
    ByteBuffer bytes = ByteBuffer.allocate(ChangeBytes.length(put));
    ChangeBytes.encode(put, bytes);
    return bytes.array();
  }

  /** A place with the one record that is looked at. */
  private static final class OneRecord implements StorageBackend {

    private StoredRecord record = StoredRecord.builder(
            RecordId.SYSTEM, Version.of(new byte[Version.LENGTH]))
        .build();

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return Optional.of(record).filter(there -> there.id().equals(id));
    }

    @Override
    public void apply(List<Change> changes, long now) {
      throw new UnsupportedOperationException("Nothing is written here.");
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      boolean isBehind = record.id().compareTo(request.from()) >= 0;
      return request.page((isBehind ? List.of(record) : List.<StoredRecord>of()).iterator());
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of();
    }

    @Override
    public void close() {}
  }
}
