package dev.coffer.storage;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import javax.security.auth.Destroyable;

/**
 * A value that must not be seen: bytes, or text kept as UTF-8. It prints nothing of itself,
 * compares in constant time, cannot be serialised, and is wiped by {@link #destroy()}.
 *
 * <p>What goes in and what comes out is copied; whoever gets a copy out wipes it. A {@code String}
 * cannot be wiped: prefer {@code char[]} and {@code byte[]} where the secret's source gives them.
 * Thread-safe.
 */
public final class Secret implements Destroyable {

  private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

  /** Transient for libraries that write whatever fields an object has, as Gson does. */
  private final transient byte[] bytes;

  private boolean destroyed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A secret text.
   *
   * @throws IllegalArgumentException if it holds a lone surrogate, which UTF-8 cannot express
   */
  public static Secret of(String text) {
    return encoded(CharBuffer.wrap(text));
  }

  /**
   * A secret text; the array is copied, not wiped.
   *
   * @throws IllegalArgumentException if it holds a lone surrogate, which UTF-8 cannot express
   */
  public static Secret of(char[] text) {
    return encoded(CharBuffer.wrap(text));
  }

  /** Secret bytes; the array is copied, not wiped. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  private static Secret encoded(CharBuffer text) {
    ByteBuffer out = ByteBuffer.allocate(text.remaining() * MAX_UTF8_BYTES_PER_CHAR);
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    boolean encoded =
        encoder.encode(text, out, true).isUnderflow() && encoder.flush(out).isUnderflow();
    byte[] bytes = Arrays.copyOf(out.array(), out.position());
    Arrays.fill(out.array(), (byte) 0);
    if (!encoded) {
      Arrays.fill(bytes, (byte) 0);
      throw new IllegalArgumentException(
          "A secret text cannot hold a lone surrogate; give it as bytes.");
    }
    return new Secret(bytes);
  }

  /**
   * A copy of the bytes, for the caller to wipe.
   *
   * @throws IllegalStateException if the secret was destroyed
   */
  public synchronized byte[] revealBytes() {
    requireIntact();
    return bytes.clone();
  }

  /**
   * A copy of the text, for the caller to wipe.
   *
   * @throws IllegalStateException if the secret was destroyed, or is not UTF-8 text
   */
  public synchronized char[] revealChars() {
    requireIntact();
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    boolean decoded = decoder.decode(ByteBuffer.wrap(bytes), out, true).isUnderflow()
        && decoder.flush(out).isUnderflow();
    char[] text = Arrays.copyOf(out.array(), out.position());
    Arrays.fill(out.array(), '\0');
    if (!decoded) {
      Arrays.fill(text, '\0');
      throw new IllegalStateException("The secret is not UTF-8 text; reveal it as bytes.");
    }
    return text;
  }

  /**
   * The text, as a {@code String}, which cannot be wiped.
   *
   * @throws IllegalStateException if the secret was destroyed, or is not UTF-8 text
   */
  public String revealString() {
    char[] text = revealChars();
    try {
      return new String(text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  /** The number of bytes, also of a destroyed secret. */
  public int length() {
    return bytes.length;
  }

  /** Overwrites the bytes with zeros; what was stored of the secret stays stored. */
  @Override
  public synchronized void destroy() {
    Arrays.fill(bytes, (byte) 0);
    destroyed = true;
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  private void requireIntact() {
    if (destroyed) {
      throw new IllegalStateException("The secret was destroyed.");
    }
  }

  /**
   * Equal bytes, compared in time that depends on the lengths alone; a destroyed secret equals only
   * itself.
   */
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Secret that)) {
      return false;
    }
    // The two are not locked at once, so that two threads that compare them in opposite order
    // cannot block each other.
    byte[] theirs;
    synchronized (that) {
      if (that.destroyed) {
        return false;
      }
      theirs = that.bytes.clone();
    }
    synchronized (this) {
      boolean equal = !destroyed && MessageDigest.isEqual(bytes, theirs);
      Arrays.fill(theirs, (byte) 0);
      return equal;
    }
  }

  /** The same for all secrets of one length: a hash of the content would be a hint at it. */
  @Override
  public int hashCode() {
    return Objects.hash(bytes.length);
  }

  /** {@code Secret[***]}, always. */
  @Override
  public String toString() {
    return "Secret[***]";
  }
}
