package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A target for Jazzer: a log of arbitrary bytes is opened, and read as far as it goes. It is
 * refused as unreadable, or read; nothing else comes out of it, and no more is allocated than its
 * length warrants.
 *
 * <p>The first byte says how much of it is right: nothing need be; or the header is, and all bytes
 * are the body of a frame whose checksums and MAC are right, which chance would never find.
 */
public final class LogFuzz {

  private static final Path PATH = Path.of("/log");

  /** Windows and messages; beyond that, a small multiple of what is read. */
  private static final long FIXED = 1 << 20;

  private static final long PER_BYTE = 500;

  private LogFuzz() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] log = input[0] % 2 == 0 ? rest : withSoundFrame(rest);
    Allocation.requireAtMost(FIXED + PER_BYTE * log.length, () -> open(log));
  }

  private static void open(byte[] bytes) {
    Disk disk = new BytesDisk(PATH, bytes);
    try (ReadOnlyLog log =
        ReadOnlyLog.open(disk, PATH, Logs.MAC_KEYS, finding -> {}, System::nanoTime)) {
      log.records().scan(ScanRequest.of(RecordId.ENTRIES, 100));
      log.records().get(Logs.id(1));
    } catch (UnreadableStoreException documented) {
      // As it should be.
    }
  }

  private static byte[] withSoundFrame(byte[] body) {
    byte[] keyring = "a keyring".getBytes(StandardCharsets.US_ASCII);
    LogHeader header = new LogHeader(new byte[LogHeader.LOG_ID_LENGTH], keyring);
    ChainMac chain = new ChainMac(Logs.macKey(header.logId()));
    FrameHead head = new FrameHead(body.length, FrameHead.BATCH, 0, 1);
    byte[] frame = ByteBuffer.allocate(head.frameLength())
        .put(head.toBytes())
        .put(body)
        .putInt(Checksum.of(body))
        .array();
    // Where the body is none, there is no MAC either.
    chain
        .ofFrame(chain.ofHeader(header), Frame.of(head, frame))
        .ifPresent(mac -> System.arraycopy(mac, 0, frame, frame.length - mac.length, mac.length));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.toBytes());
    out.writeBytes(frame);
    return out.toByteArray();
  }
}
