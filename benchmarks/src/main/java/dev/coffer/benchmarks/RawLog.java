package dev.coffer.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The least that a durable put can cost: 1,300 bytes written behind the last ones, and one sync of
 * the data. Nothing is encrypted, indexed or checked. For one thread.
 */
final class RawLog implements Store {

  /** A value with what sealing it adds, and a checksum. */
  static final int RECORD_LENGTH = 1_300;

  private static final int ROOM = 64 << 20;

  private final FileChannel file;
  private final String name;
  private final long room;
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_LENGTH);
  private long end;

  private RawLog(FileChannel file, String name, long room) {
    this.file = file;
    this.name = name;
    this.room = room;
  }

  /** A file that grows with each append, so that a sync has its new length to write, too. */
  static RawLog growing(Path directory) throws IOException {
    return new RawLog(create(directory.resolve("raw-growing")), "raw, growing", Long.MAX_VALUE);
  }

  /** A file that was filled with zeros before, and is begun anew at its end. */
  static RawLog preallocated(Path directory) throws IOException {
    FileChannel file = create(directory.resolve("raw-preallocated"));
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < ROOM; at += zeros.capacity()) {
      file.write(zeros.clear(), at);
    }
    file.force(true);
    return new RawLog(file, "raw, preallocated", ROOM);
  }

  private static FileChannel create(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public String name() {
    return name;
  }

  /** Nothing: what it costs to append does not depend on what is there. */
  @Override
  public void fill(int entries) {}

  @Override
  public void put(int entry, byte[] value) throws IOException {
    if (end + RECORD_LENGTH > room) {
      end = 0;
    }
    record.clear().put(Arrays.copyOf(value, RECORD_LENGTH)).flip();
    for (long at = end; record.hasRemaining(); ) {
      at += file.write(record, at);
    }
    file.force(false);
    end += RECORD_LENGTH;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
