package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.id;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Format version 1 of a log, pinned by a golden vector and a second reader. */
class LogFormatTest {

  /** Its log id ends in 0, 0, 0, 1; the MAC key that belongs to it is {@link Logs#macKey}. */
  private static final String GOLDEN = "/log-v1.hex";

  @TempDir
  Path directory;

  private static byte[] golden() throws IOException {
    try (InputStream in = LogFormatTest.class.getResourceAsStream(GOLDEN)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  private static byte[] macKey() {
    byte[] logId = new byte[LogHeader.LOG_ID_LENGTH];
    logId[15] = 1;
    return Logs.macKey(logId);
  }

  private static StoredRecord everyField() {
    byte[] domain = HexFormat.of().parseHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
    return StoredRecord.builder(
            id(9), Version.of(HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")))
        .expiresAt(1_795_000_000_123L)
        .domain(domain)
        .epoch(7)
        .suite(0xBEEF)
        .flags(0x01020304)
        .name("short name".getBytes(StandardCharsets.US_ASCII))
        .value("a value longer than an AEAD tag".getBytes(StandardCharsets.US_ASCII))
        .build();
  }

  private byte[] written() throws IOException {
    Path path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"));
      apply(log, remove(1), Change.put(everyField(), Expectation.ANY));
    }
    return Files.readAllBytes(path);
  }

  @Test
  void theWriterWritesTheGoldenBytes() throws IOException {
    assertThat(HexFormat.of().formatHex(written())).isEqualTo(HexFormat.of().formatHex(golden()));
  }

  @Test
  void aReaderThatKnowsThePageAloneReadsThem() throws Exception {
    assertThat(IndependentReader.read(golden(), macKey()))
        .containsExactly(
            "log 00000000000000000000000000000001 keyring a keyring",
            "frame 1",
            "put 0100000000000001 version 05ced2b0000000000000000000000000 expiry 7fffffffffffffff"
                + " domain 00000000000000000000000000000000 epoch 1 suite 0001 flags 00000000"
                + " name name of record 1 value first",
            "frame 2",
            "remove 0100000000000001",
            "put 0100000000000009 version f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff expiry 000001a1ee565e7b"
                + " domain d0d1d2d3d4d5d6d7d8d9dadbdcdddedf epoch 7 suite beef flags 01020304"
                + " name short name value a value longer than an AEAD tag");
  }

  @Test
  void theLogReadsThem() throws IOException {
    Path path = directory.toRealPath().resolve("golden");
    Files.write(path, golden());

    try (SharedLog log = Logs.open(path)) {
      assertThat(log.records().get(id(1))).isEmpty();
      assertThat(log.records().get(id(9))).contains(everyField());
    }
  }

  @Test
  void framesThatThisReleaseDoesNotKnowAreRefusedUnlessTheyMayBeSkipped() throws IOException {
    Path path = Logs.create(directory, "later", 1);
    byte[] header = Files.readAllBytes(path);
    assertThatIsRefused(path, header, new FrameHead(3, 2, 0, 1));
    assertThatIsRefused(path, header, new FrameHead(3, 0x7F, 0, 1));
    assertThatIsRefused(path, header, new FrameHead(3, FrameHead.BATCH, 0x01, 1));
    assertThatIsRefused(path, header, new FrameHead(3, 0x80, 0x08, 1));

    Files.write(path, later(header, new FrameHead(3, 0x80, 0x10, 1)));
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "behind it"));
    }
    try (SharedLog log = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      assertThat(Logs.value(log, 1)).contains("behind it");
      assertThat(Logs.value(reader, 1)).contains("behind it");
    }
  }

  private static void assertThatIsRefused(Path path, byte[] header, FrameHead head)
      throws IOException {
    byte[] later = later(header, head);
    Files.write(path, later);
    assertThatExceptionOfType(UnreadableStoreException.class)
        .isThrownBy(() -> Logs.open(path))
        .withMessageContaining("type " + head.type() + " with flags " + head.flags())
        .withMessageContaining("later one");
    assertThatExceptionOfType(UnreadableStoreException.class)
        .isThrownBy(() -> Logs.openReadOnly(path));
    assertThat(path).hasBinaryContent(later);
  }

  /** A log with one true frame of three bytes. */
  private static byte[] later(byte[] header, FrameHead head) {
    byte[] body = {1, 2, 3};
    ChainMac chain = new ChainMac(macKey());
    byte[] logId = Arrays.copyOfRange(header, 12, 28);
    byte[] keyring = Arrays.copyOfRange(header, 32, header.length - Checksum.LENGTH);
    byte[] draft = ByteBuffer.allocate(head.frameLength())
        .put(head.toBytes())
        .put(body)
        .putInt(Checksum.of(body))
        .array();
    byte[] mac = chain
        .ofFrame(chain.ofHeader(new LogHeader(logId, keyring)), Frame.of(head, draft))
        .orElse(new byte[ChainMac.LENGTH]);
    return ByteBuffer.allocate(header.length + draft.length)
        .put(header)
        .put(draft, 0, draft.length - ChainMac.LENGTH)
        .put(mac)
        .array();
  }
}
