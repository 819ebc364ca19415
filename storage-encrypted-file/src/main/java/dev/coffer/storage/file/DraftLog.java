package dev.coffer.storage.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A log that is being written under a name of its own, before it takes the place of another. It is
 * synced every now and then, so that no sync has much to do and those of other files wait for none.
 *
 * <p>For one thread at a time.
 */
final class DraftLog implements Closeable {

  /** Enough that a frame's own bytes do not count; a damaged frame is a part of this. */
  private static final int FRAME_BODY = 1 << 16;

  private static final int SYNC_EVERY = 1 << 20;

  private final Path path;
  private final OpenLog log;
  private final List<byte[]> pending = new ArrayList<>();
  private int pendingBytes = Integer.BYTES;
  private long syncedUpTo;

  private DraftLog(Path path, OpenLog log) {
    this.path = path;
    this.log = log;
  }

  /** Makes the draft of a log at {@code place}: a random id, a keyring, and no frame. */
  static DraftLog create(
      Disk disk, Path place, byte[] keyring, Function<byte[], byte[]> macKeys, SecureRandom random)
      throws IOException {
    byte[] logId = new byte[LogHeader.LOG_ID_LENGTH];
    random.nextBytes(logId);
    LogHeader header = new LogHeader(logId, keyring);
    Path path = Drafts.newBeside(place, random);
    LogFile file = disk.create(path);
    try {
      file.write(0, header.toBytes());
      return new DraftLog(path, OpenLog.begin(file, disk.identity(path), header, macKeys));
    } catch (IOException | RuntimeException | Error failure) {
      try (file) {
        Drafts.remove(path, failure);
      }
      throw failure;
    }
  }

  Path path() {
    return path;
  }

  OpenLog log() {
    return log;
  }

  /** Adds a change, to a frame together with others. */
  void add(byte[] change) throws IOException {
    if (pendingBytes + change.length > FRAME_BODY) {
      flush();
    }
    pending.add(change);
    pendingBytes += change.length;
  }

  /** Adds a batch, in a frame of its own. */
  void addBatch(byte[] body) throws IOException {
    flush();
    write(body);
  }

  private void flush() throws IOException {
    if (!pending.isEmpty()) {
      ByteBuffer body = ByteBuffer.allocate(pendingBytes).putInt(pending.size());
      pending.forEach(body::put);
      pending.clear();
      pendingBytes = Integer.BYTES;
      write(body.array());
    }
  }

  private void write(byte[] body) throws IOException {
    Frame frame = log.next(FrameHead.BATCH, body);
    log.file().write(log.end(), frame.toBytes());
    log.appended(frame, false);
    if (log.end() - syncedUpTo >= SYNC_EVERY) {
      sync();
    }
  }

  /** Returns when all of it is on disk. */
  void sync() throws IOException {
    flush();
    if (log.end() > syncedUpTo) {
      log.file().sync();
      log.synced();
      syncedUpTo = log.end();
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
