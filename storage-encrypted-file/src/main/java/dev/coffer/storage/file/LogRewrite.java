package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A new file with the records of a log, sealed as they are, under a header of its own: what a new
 * keyring needs, which never goes into a header that is there. It is a draft until it takes the
 * log's place.
 */
final class LogRewrite {

  /** Enough that a frame's own bytes do not count; a reader takes frames of 16 MiB. */
  private static final int FRAME_BODY = 1 << 16;

  private static final int PAGE = 100;
  private static final RecordId EVERYTHING = RecordId.of(new byte[0]);

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final SecureRandom random = new SecureRandom();

  LogRewrite(Disk disk, Path path, Function<byte[], byte[]> macKeys) {
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
  }

  /** Writes the draft; it is on disk on return, and nothing is there after a failure. */
  Path write(byte[] keyring, Records records) throws IOException {
    byte[] logId = new byte[LogHeader.LOG_ID_LENGTH];
    random.nextBytes(logId);
    LogHeader header = new LogHeader(logId, keyring);
    Path draft = Drafts.newBeside(path, random);
    LogFile file = disk.create(draft);
    try (file) {
      file.write(0, header.toBytes());
      new Copy(file, header).of(records);
      file.sync();
    } catch (IOException | RuntimeException | Error failure) {
      Drafts.remove(draft, failure);
      throw failure;
    }
    return draft;
  }

  /** The frames of the draft, as they are written one behind the other. */
  private final class Copy {

    private final LogFile file;
    private final ChainMac chain;
    private final List<Change> pending = new ArrayList<>();
    private int pendingBytes;
    private long end;
    private byte[] lastMac;
    private long lastSequence;

    private Copy(LogFile file, LogHeader header) {
      this.file = file;
      this.chain = new ChainMac(macKeys.apply(header.logId()));
      this.end = header.length();
      this.lastMac = chain.ofHeader(header);
    }

    private void of(Records records) throws IOException {
      Optional<ScanRequest> request = Optional.of(ScanRequest.of(EVERYTHING, PAGE));
      while (request.isPresent()) {
        RecordPage page = records.scan(request.get());
        for (StoredRecord record : page.records()) {
          add(record);
        }
        request = request.get().following(page);
      }
      writeFrame();
    }

    private void add(StoredRecord record) throws IOException {
      pending.add(Change.put(record, Expectation.ANY));
      pendingBytes += record.name().length + record.value().length;
      if (pendingBytes >= FRAME_BODY) {
        writeFrame();
      }
    }

    private void writeFrame() throws IOException {
      if (pending.isEmpty()) {
        return;
      }
      Frame frame = Frame.next(lastSequence + 1, pending, chain, lastMac);
      file.write(end, frame.toBytes());
      end += frame.length();
      lastMac = frame.mac();
      lastSequence++;
      pending.clear();
      pendingBytes = 0;
    }
  }
}
