package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A correct backend in a file, which each change writes anew, under a lock for all processes. */
class FileBackend implements StorageBackend {

  /** Of all instances, since a process has its locks as a whole. */
  private static final Object WRITERS = new Object();

  private final Path file;

  FileBackend(Path directory) {
    this.file = directory.resolve("records");
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return Optional.ofNullable(records().get(id));
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return request.page(records().tailMap(request.from()).values().iterator());
  }

  @Override
  public void apply(List<Change> changes, long now) {
    synchronized (WRITERS) {
      try (FileChannel channel =
          FileChannel.open(sibling(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // It goes with the channel.
        channel.lock();
        applyLocked(changes, now);
      } catch (IOException failure) {
        throw new StorageUnavailableException("The file cannot be locked.", failure);
      }
    }
  }

  final void applyLocked(List<Change> changes, long now) {
    NavigableMap<RecordId, StoredRecord> records = records();
    Change.requireAllowed(changes, records::get, now);
    make(changes, records);
  }

  void make(List<Change> changes, NavigableMap<RecordId, StoredRecord> records) {
    for (Change change : changes) {
      change
          .record()
          .ifPresentOrElse(put -> records.put(put.id(), put), () -> records.remove(change.id()));
    }
    write(records);
  }

  NavigableMap<RecordId, StoredRecord> records() {
    NavigableMap<RecordId, StoredRecord> records = new TreeMap<>();
    try {
      if (Files.exists(file)) {
        DataInputStream in =
            new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        while (in.available() > 0) {
          StoredRecord record = read(in);
          records.put(record.id(), record);
        }
      }
      return records;
    } catch (IOException failure) {
      throw new StorageUnavailableException("The file cannot be read.", failure);
    }
  }

  final void write(NavigableMap<RecordId, StoredRecord> records) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (StoredRecord record : records.values()) {
        write(record, new DataOutputStream(bytes));
      }
      write(bytes.toByteArray());
    } catch (IOException failure) {
      throw new StorageUnavailableException("The file cannot be written.", failure);
    }
  }

  /** Writes beside the file, and moves that in its place. */
  void write(byte[] content) throws IOException {
    Path fresh = sibling(".new");
    writeTo(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void writeTo(Path path, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(
        path,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  final Path file() {
    return file;
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static void write(StoredRecord record, DataOutputStream out) throws IOException {
    write(record.id().toBytes(), out);
    write(record.version().toBytes(), out);
    out.writeLong(record.expiresAt());
    out.writeInt(record.epoch());
    out.writeInt(record.suite());
    out.writeInt(record.flags());
    write(record.domain(), out);
    write(record.name(), out);
    write(record.value(), out);
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static StoredRecord read(DataInputStream in) throws IOException {
    return StoredRecord.builder(RecordId.of(readBytes(in)), Version.of(readBytes(in)))
        .expiresAt(in.readLong())
        .epoch(in.readInt())
        .suite(in.readInt())
        .flags(in.readInt())
        .domain(readBytes(in))
        .name(readBytes(in))
        .value(readBytes(in))
        .build();
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  @Override
  public Set<Guarantee> guarantees() {
    return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  @Override
  public void close() {}
}
