package dev.coffer.storage.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads a log by docs/format-log.md alone: it shares no code with the one that is tested, and
 * throws where a byte is not as the page has it.
 */
final class IndependentReader {

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] log;
  private final DataInputStream in;
  private final List<String> lines = new ArrayList<>();
  private byte[] lastMac = {};

  private IndependentReader(byte[] log) {
    this.log = log;
    this.in = new DataInputStream(new ByteArrayInputStream(log));
  }

  /** A line for the header, one for each frame, and one for each change. */
  static List<String> read(byte[] log, byte[] macKey) throws IOException, GeneralSecurityException {
    IndependentReader reader = new IndependentReader(log);
    reader.header(macKey);
    while (reader.in.available() > 0) {
      reader.frame(macKey);
    }
    return reader.lines;
  }

  private int position() throws IOException {
    return log.length - in.available();
  }

  private byte[] since(int begin) throws IOException {
    return Arrays.copyOfRange(log, begin, position());
  }

  private void header(byte[] macKey) throws IOException, GeneralSecurityException {
    require("CofferL\n".equals(new String(in.readNBytes(8), StandardCharsets.US_ASCII)), "magic");
    require(in.readUnsignedShort() == 1, "format");
    require(in.readUnsignedShort() == 0, "flags");
    String logId = HEX.formatHex(in.readNBytes(16));
    String keyring = text(in.readNBytes(in.readInt()));
    byte[] checked = since(0);
    require(in.readInt() == crc(checked), "CRC of the header");
    lastMac = mac(macKey, "coffer/log-header/v1", new byte[0], since(0));
    lines.add("log " + logId + " keyring " + keyring);
  }

  private void frame(byte[] macKey) throws IOException, GeneralSecurityException {
    int begin = position();
    require(in.readInt() == 0xC0FFE5D7, "magic of a frame");
    int length = in.readInt();
    require(length <= 16 * 1024 * 1024, "length");
    require(in.readUnsignedByte() == 1, "type");
    require(in.readUnsignedByte() == 0, "flags of a frame");
    long sequence = in.readLong();
    byte[] checked = since(begin);
    require(in.readInt() == crc(checked), "CRC of a head");
    ByteArrayOutputStream authenticated = new ByteArrayOutputStream();
    authenticated.write(since(begin));
    lines.add("frame " + sequence);
    int bodyBegin = position();
    int count = word(authenticated);
    for (int i = 0; i < count; i++) {
      change(authenticated);
    }
    require(position() - bodyBegin == length, "end of a body");
    byte[] body = since(bodyBegin);
    require(in.readInt() == crc(body), "CRC of a body");
    byte[] expected = mac(macKey, "coffer/log-frame/v1", lastMac, authenticated.toByteArray());
    lastMac = in.readNBytes(16);
    require(Arrays.equals(lastMac, expected), "MAC");
  }

  private void change(ByteArrayOutputStream authenticated) throws IOException {
    byte kind = in.readByte();
    authenticated.write(kind);
    byte[] id = full(authenticated, word(authenticated));
    if (kind == 2) {
      lines.add("remove " + HEX.formatHex(id));
      return;
    }
    require(kind == 1, "kind of a change");
    StringBuilder line = new StringBuilder("put " + HEX.formatHex(id));
    line.append(" version ").append(HEX.formatHex(full(authenticated, 16)));
    line.append(" expiry ").append(HEX.formatHex(full(authenticated, 8)));
    line.append(" domain ").append(HEX.formatHex(full(authenticated, 16)));
    line.append(" epoch ").append(word(authenticated));
    line.append(" suite ").append(HEX.formatHex(full(authenticated, 2)));
    line.append(" flags ").append(HEX.formatHex(full(authenticated, 4)));
    line.append(" name ").append(text(sealed(authenticated)));
    line.append(" value ").append(text(sealed(authenticated)));
    lines.add(line.toString());
  }

  private int word(ByteArrayOutputStream authenticated) throws IOException {
    return ByteBuffer.wrap(full(authenticated, 4)).getInt();
  }

  private byte[] full(ByteArrayOutputStream authenticated, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    authenticated.write(bytes);
    return bytes;
  }

  /** Only the last 16 bytes are authenticated, or all of fewer. */
  private byte[] sealed(ByteArrayOutputStream authenticated) throws IOException {
    byte[] bytes = in.readNBytes(word(authenticated));
    int tag = Math.min(16, bytes.length);
    authenticated.write(bytes, bytes.length - tag, tag);
    return bytes;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] mac(byte[] key, String label, byte[] previous, byte[] input)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update(label.getBytes(StandardCharsets.US_ASCII));
    mac.update(previous);
    return Arrays.copyOf(mac.doFinal(input), 16);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("The " + what + " is not as the format has it.");
    }
  }
}
