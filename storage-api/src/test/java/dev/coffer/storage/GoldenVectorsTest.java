package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * Format version 1 of ids, bindings and plaintexts, pinned to committed bytes, and written a second
 * time by a writer that shares no code with the first: straight from the format's text.
 */
class GoldenVectorsTest {

  private static final List<String> PATH = List.of("tenant7", "älice");
  private static final String KEY = "refresh_token";
  private static final Instant EXPIRY = Instant.parse("2026-04-01T00:00:00.123Z");
  private static final Version VERSION = Version.parse("000102030405060708090a0b0c0d0e0f");

  private final Properties golden = golden();
  private final JceSealer keys = JceSealer.fixed();
  private final RecordingSealer sealer = new RecordingSealer(keys);
  private final RecordCodec codec = new RecordCodec(sealer);
  private final ScopeId scope = codec.rootScope().child(PATH.get(0)).child(PATH.get(1));

  private static Properties golden() {
    Properties properties = new Properties();
    try (InputStream in = GoldenVectorsTest.class.getResourceAsStream("golden-v1.properties")) {
      properties.load(in);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
    return properties;
  }

  /** Writes as the format's first item says: big-endian, byte strings behind a u32 length. */
  private interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(new DataOutputStream(bytes));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return bytes.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] below(String label, byte[] parent, String name) {
    return keys.digest(bytes(out -> {
      out.write(ascii(label));
      out.write(parent);
      out.writeInt(utf8(name).length);
      out.write(utf8(name));
    }));
  }

  private byte[] independentId() {
    byte[] root = keys.digest(bytes(out -> {
      out.write(ascii("coffer/root/v1"));
      out.write(keys.storeId());
    }));
    byte[] first = below("coffer/scope/v1", root, PATH.get(0));
    byte[] second = below("coffer/scope/v1", first, PATH.get(1));
    byte[] key = below("coffer/key/v1", second, KEY);
    return bytes(out -> {
      out.write(1);
      out.write(1);
      out.write(first);
      out.write(1);
      out.write(second);
      out.write(0);
      out.write(key);
    });
  }

  private byte[] independentBinding(int role) {
    return bytes(out -> {
      out.write(ascii("coffer/record/v1"));
      out.writeByte(role);
      out.writeShort(99);
      out.write(keys.storeId());
      out.write(new byte[16]);
      out.writeInt(7);
      out.writeInt(independentId().length);
      out.write(independentId());
      out.write(VERSION.toBytes());
      out.writeLong(EXPIRY.toEpochMilli());
      out.writeInt(0);
    });
  }

  private void assertPinned(String name, byte[] written, byte[] independent) {
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(written)).as(name).isEqualTo(hex.formatHex(independent));
    assertThat(hex.formatHex(written)).as(name).isEqualTo(golden.getProperty(name));
  }

  @Test
  void ids() {
    assertPinned("id", scope.entry(KEY).toBytes(), independentId());
  }

  @Test
  void bindingsAndPlaintexts() {
    StoredRecord record =
        codec.seal(scope, KEY, Secret.of("the value"), VERSION, EXPIRY.toEpochMilli());
    assertThat(record.version()).isEqualTo(VERSION);
    assertPinned("binding.name", sealer.bindings.get(0), independentBinding(1));
    assertPinned("binding.value", sealer.bindings.get(1), independentBinding(2));
    byte[] name = bytes(out -> {
      out.write(1);
      out.write(0);
      out.writeInt(2);
      for (String part : List.of(PATH.get(0), PATH.get(1), KEY)) {
        out.writeInt(utf8(part).length);
        out.write(utf8(part));
      }
      out.write(new byte[20]);
    });
    assertThat(name).hasSize(64);
    assertPinned("plaintext.name", sealer.plaintexts.get(0), name);
    byte[] value = bytes(out -> {
      out.write(1);
      out.write(0);
      out.writeInt(9);
      out.write(ascii("the value"));
      out.write(new byte[49]);
    });
    assertThat(value).hasSize(64);
    assertPinned("plaintext.value", sealer.plaintexts.get(1), value);
  }

  @Test
  void paddingIsInStepsOf64UpTo4KiBAndPadmeAbove() {
    assertThat(List.of(6, 64, 65, 4_095, 4_096).stream().map(Padding::paddedValue))
        .containsExactly(64, 64, 128, 4_096, 4_096);
    // Padmé keeps 4 of the 12 bits behind the first: steps of 256 up to 8 KiB, of 512 up to 16 KiB.
    assertThat(
            List.of(4_097, 4_352, 4_353, 8_192, 8_193, 262_150).stream().map(Padding::paddedValue))
        .containsExactly(4_352, 4_352, 4_608, 8_192, 8_704, 270_336);
    assertThat(List.of(1, 32, 33).stream().map(Padding::paddedName)).containsExactly(32, 32, 64);
  }
}
