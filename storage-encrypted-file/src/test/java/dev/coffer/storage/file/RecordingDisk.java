package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The local disk, with a record of all that changes it, in order. Its syncs are recorded and not
 * made: what a power cut leaves is for {@link PowerCut} to say.
 */
final class RecordingDisk implements Disk {

  private final Disk disk = new LocalDisk();
  private final List<DiskStep> steps = new ArrayList<>();
  private final Map<Path, Integer> files = new HashMap<>();
  private int made;
  private int failingSync;

  /** Takes a file that is there for one that is on disk, name and all. */
  RecordingDisk with(Path existing) {
    try {
      byte[] bytes = Files.readAllBytes(existing);
      int file = made++;
      files.put(existing, file);
      record(new DiskStep.Made(file, existing));
      record(new DiskStep.Wrote(file, 0, ByteBuffer.wrap(bytes)));
      record(new DiskStep.Synced(file));
      record(new DiskStep.NamesSynced());
      return this;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** All that was recorded so far. */
  synchronized List<DiskStep> steps() {
    return List.copyOf(steps);
  }

  synchronized void record(DiskStep step) {
    steps.add(step);
  }

  /** Lets the sync fail that is so many ahead. */
  synchronized RecordingDisk failSync(int ahead) {
    failingSync = ahead;
    return this;
  }

  private synchronized int fileAt(Path path) {
    return Objects.requireNonNull(files.get(path), () -> "Nothing was recorded of " + path);
  }

  @Override
  public LogFile open(Path path, boolean writable) throws IOException {
    return new RecordedFile(disk.open(path, writable), fileAt(path));
  }

  @Override
  public synchronized LogFile create(Path path) throws IOException {
    LogFile file = disk.create(path);
    int number = made++;
    files.put(path, number);
    record(new DiskStep.Made(number, path));
    return new RecordedFile(file, number);
  }

  @Override
  public synchronized void publish(Path draft, Path name) throws IOException {
    disk.publish(draft, name);
    int file = fileAt(draft);
    files.put(name, file);
    files.remove(draft);
    record(new DiskStep.Named(file, name));
    record(new DiskStep.Unnamed(draft));
    record(new DiskStep.NamesSynced());
  }

  @Override
  public synchronized void replace(Path draft, Path name) throws IOException {
    disk.replace(draft, name);
    int file = fileAt(draft);
    files.put(name, file);
    files.remove(draft);
    record(new DiskStep.Renamed(file, draft, name));
  }

  @Override
  public void syncDirectoryOf(Path file) {
    record(new DiskStep.NamesSynced());
  }

  @Override
  public Object identity(Path path) throws IOException {
    return disk.identity(path);
  }

  private final class RecordedFile implements LogFile {

    private final LogFile file;
    private final int number;

    private RecordedFile(LogFile file, int number) {
      this.file = file;
      this.number = number;
    }

    @Override
    public Path path() {
      return file.path();
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long position, byte[] target) throws IOException {
      return file.read(position, target);
    }

    @Override
    public void write(long position, byte[] bytes) throws IOException {
      file.write(position, bytes);
      record(new DiskStep.Wrote(number, position, ByteBuffer.wrap(bytes.clone())));
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
      record(new DiskStep.Cut(number, length));
    }

    @Override
    public void sync() throws IOException {
      synchronized (RecordingDisk.this) {
        if (--failingSync == 0) {
          record(new DiskStep.SyncFailed(number));
          throw new IOException("injected: sync");
        }
        record(new DiskStep.Synced(number));
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
