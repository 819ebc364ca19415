package dev.coffer.storage;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is inside a sealed name and a sealed value: format version 1, item 7. Both begin with an
 * inner version and flags, both end in zeros up to the {@link Padding padded} length; all integers
 * are big-endian.
 */
final class Plaintext {

  private static final byte VERSION = 1;
  private static final byte NO_FLAGS = 0;
  private static final int HEADER = 2;

  private Plaintext() {}

  /** {@code version u8, flags u8, segments u32, (length u32, segment)*, length u32, key, zeros}. */
  static byte[] ofName(List<String> path, String key) {
    List<byte[]> names = new ArrayList<>();
    path.forEach(segment -> names.add(segment.getBytes(StandardCharsets.UTF_8)));
    names.add(key.getBytes(StandardCharsets.UTF_8));
    int length = HEADER + Integer.BYTES;
    for (byte[] name : names) {
      length += Integer.BYTES + name.length;
    }
    ByteBuffer plaintext = ByteBuffer.allocate(Padding.paddedName(length))
        .put(VERSION)
        .put(NO_FLAGS)
        .putInt(path.size());
    names.forEach(name -> plaintext.putInt(name.length).put(name));
    return plaintext.array();
  }

  /** The scope's path and, last, the key. */
  static List<String> name(byte[] plaintext) throws MalformedPlaintextException {
    try {
      ByteBuffer in = ByteBuffer.wrap(plaintext);
      requireHeader(in);
      int segments = in.getInt();
      require(segments >= 0 && segments <= Limits.MAX_DEPTH);
      List<String> names = new ArrayList<>();
      for (int i = 0; i <= segments; i++) {
        byte[] name = bytes(in, Limits.MAX_NAME_BYTES);
        names.add(new String(name, StandardCharsets.UTF_8));
      }
      requirePadding(in, Padding.paddedName(in.position()));
      return names;
    } catch (BufferUnderflowException tooShort) {
      throw new MalformedPlaintextException();
    }
  }

  /** {@code version u8, flags u8, length u32, value, zeros}; the caller wipes it. */
  static byte[] ofValue(Secret value) {
    byte[] bytes = value.revealBytes();
    try {
      int length = HEADER + Integer.BYTES + bytes.length;
      return ByteBuffer.allocate(Padding.paddedValue(length))
          .put(VERSION)
          .put(NO_FLAGS)
          .putInt(bytes.length)
          .put(bytes)
          .array();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The value; the caller wipes {@code plaintext}. */
  static Secret value(byte[] plaintext) throws MalformedPlaintextException {
    try {
      ByteBuffer in = ByteBuffer.wrap(plaintext);
      requireHeader(in);
      byte[] value = bytes(in, Limits.MAX_VALUE_BYTES);
      requirePadding(in, Padding.paddedValue(in.position()));
      Secret secret = Secret.of(value);
      Arrays.fill(value, (byte) 0);
      return secret;
    } catch (BufferUnderflowException tooShort) {
      throw new MalformedPlaintextException();
    }
  }

  private static void requireHeader(ByteBuffer in) throws MalformedPlaintextException {
    require(in.get() == VERSION && in.get() == NO_FLAGS);
  }

  private static byte[] bytes(ByteBuffer in, int max) throws MalformedPlaintextException {
    int length = in.getInt();
    require(length >= 0 && length <= max && length <= in.remaining());
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void requirePadding(ByteBuffer in, int length) throws MalformedPlaintextException {
    require(in.limit() == length);
    while (in.hasRemaining()) {
      require(in.get() == 0);
    }
  }

  private static void require(boolean condition) throws MalformedPlaintextException {
    if (!condition) {
      throw new MalformedPlaintextException();
    }
  }

  /** A plaintext of a layout that this release does not know, or none at all. */
  static final class MalformedPlaintextException extends Exception {

    private static final long serialVersionUID = 1L;

    private MalformedPlaintextException() {
      super("unknown layout");
    }
  }
}
