package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One file in memory that is only read, and that nobody can ask for more bytes at once than it has.
 */
final class BytesDisk implements Disk {

  /** What a reader may take at least, however short the file is. */
  private static final int WINDOW = 1 << 16;

  private final Path path;
  private final byte[] bytes;

  BytesDisk(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  @Override
  public LogFile open(Path asked, boolean writable) throws IOException {
    requireFile(asked);
    return new BytesFile();
  }

  @Override
  public LogFile create(Path asked) {
    throw new AssertionError("Nothing is made.");
  }

  @Override
  public void publish(Path draft, Path name) {
    throw new AssertionError("Nothing is made.");
  }

  @Override
  public void replace(Path draft, Path name) {
    throw new AssertionError("Nothing is replaced.");
  }

  @Override
  public void syncDirectoryOf(Path file) {
    throw new AssertionError("Nothing is synced.");
  }

  @Override
  public Object identity(Path asked) throws IOException {
    requireFile(asked);
    return bytes;
  }

  private void requireFile(Path asked) throws NoSuchFileException {
    if (!asked.equals(path)) {
      throw new NoSuchFileException(asked.toString());
    }
  }

  private final class BytesFile implements LogFile {

    @Override
    public Path path() {
      return path;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(long position, byte[] target) {
      if (target.length > Math.max(WINDOW, bytes.length)) {
        throw new AssertionError(target.length + " bytes asked for, of " + bytes.length);
      }
      int from = (int) Math.min(position, bytes.length);
      int count = Math.min(target.length, bytes.length - from);
      System.arraycopy(bytes, from, target, 0, count);
      return count;
    }

    @Override
    public void write(long position, byte[] written) {
      throw new AssertionError("Nothing is written.");
    }

    @Override
    public void truncate(long length) {
      throw new AssertionError("Nothing is cut.");
    }

    @Override
    public void sync() {
      throw new AssertionError("Nothing is synced.");
    }

    @Override
    public void close() {}
  }
}
