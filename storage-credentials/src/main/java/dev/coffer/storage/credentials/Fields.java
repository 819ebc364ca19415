package dev.coffer.storage.credentials;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fields of a record: bytes under numbers, written in ascending order, so that equal content is
 * equal bytes. Those that a reader does not know stay with the record, unless they are critical.
 */
final class Fields {

  /** A field whose number has this bit is refused by a reader that does not know it. */
  static final int CRITICAL = 0x8000;

  private static final int HEAD = Short.BYTES + Integer.BYTES;

  private final TreeMap<Integer, byte[]> values = new TreeMap<>();

  Fields() {}

  /**
   * The fields that fill the buffer to its end.
   *
   * @throws UnreadableTokensException if they do not, are out of order, or one is critical and
   *     unknown
   */
  static Fields parse(ByteBuffer in, Set<Integer> known) {
    Fields fields = new Fields();
    int last = -1;
    try {
      while (in.hasRemaining()) {
        int number = Short.toUnsignedInt(in.getShort());
        if (number <= last) {
          throw new UnreadableTokensException("its fields are out of order");
        }
        if ((number & CRITICAL) != 0 && !known.contains(number)) {
          throw new UnreadableTokensException(
              "it has a critical field that this release does not know: "
                  + Integer.toHexString(number));
        }
        fields.values.put(number, bytes(in));
        last = number;
      }
    } catch (BufferUnderflowException cut) {
      throw new UnreadableTokensException("it ends too early");
    }
    return fields;
  }

  /** Those of these fields that are not known: what a newer release has written. */
  Fields without(Set<Integer> known) {
    Fields rest = new Fields();
    rest.values.putAll(values);
    rest.values.keySet().removeAll(known);
    return rest;
  }

  void putAll(Fields others) {
    values.putAll(others.values);
  }

  void put(int number, byte[] value) {
    values.put(number, value);
  }

  void putText(int number, String text) {
    put(number, text.getBytes(StandardCharsets.UTF_8));
  }

  void putLong(int number, long value) {
    put(number, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  void putInt(int number, int value) {
    put(number, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  /** Puts byte strings one behind the other, each behind its length. */
  void putList(int number, List<byte[]> list) {
    ByteBuffer out = ByteBuffer.allocate(
        list.stream().mapToInt(each -> Integer.BYTES + each.length).sum());
    list.forEach(each -> out.putInt(each.length).put(each));
    put(number, out.array());
  }

  Optional<byte[]> get(int number) {
    return Optional.ofNullable(values.get(number));
  }

  byte[] require(int number) {
    return get(number)
        .orElseThrow(
            () -> new UnreadableTokensException("it has no field " + Integer.toHexString(number)));
  }

  byte[] require(int number, int length) {
    byte[] value = require(number);
    if (value.length != length) {
      throw new UnreadableTokensException("its field " + Integer.toHexString(number) + " has "
          + value.length + " bytes, not " + length);
    }
    return value;
  }

  long requireLong(int number) {
    return ByteBuffer.wrap(require(number, Long.BYTES)).getLong();
  }

  int requireInt(int number) {
    return ByteBuffer.wrap(require(number, Integer.BYTES)).getInt();
  }

  Optional<Long> getLong(int number) {
    return get(number).map(present -> requireLong(number));
  }

  Optional<String> getText(int number) {
    return get(number).map(Fields::text);
  }

  List<byte[]> getList(int number) {
    List<byte[]> list = new ArrayList<>();
    try {
      ByteBuffer in = ByteBuffer.wrap(get(number).orElse(new byte[0]));
      while (in.hasRemaining()) {
        list.add(bytes(in));
      }
    } catch (BufferUnderflowException cut) {
      throw new UnreadableTokensException("a list in it ends too early");
    }
    return list;
  }

  /** The length that {@link #writeTo} fills. */
  int length() {
    return values.values().stream().mapToInt(value -> HEAD + value.length).sum();
  }

  void writeTo(ByteBuffer out) {
    for (Map.Entry<Integer, byte[]> field : values.entrySet()) {
      out.putShort(field.getKey().shortValue());
      out.putInt(field.getValue().length);
      out.put(field.getValue());
    }
  }

  /** Overwrites what was read or put, which may be tokens. */
  void wipe() {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notText) {
      throw new UnreadableTokensException("a text in it is not UTF-8");
    }
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] value = new byte[length];
    in.get(value);
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that
        && values.keySet().equals(that.values.keySet())
        && values.keySet().stream()
            .allMatch(number -> Arrays.equals(values.get(number), that.values.get(number)));
  }

  @Override
  public int hashCode() {
    return values.keySet().hashCode();
  }

  /** The number of fields; they may be secret. */
  @Override
  public String toString() {
    return "Fields[" + values.size() + "]";
  }
}
