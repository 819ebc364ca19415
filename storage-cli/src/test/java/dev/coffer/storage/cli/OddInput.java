package dev.coffer.storage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** An input that never ends, or one that cannot be read. */
final class OddInput extends InputStream {

  private final Source source;
  private int given;

  private OddInput(Source source) {
    this.source = source;
  }

  /** Gives the same byte for ever. */
  static OddInput endless() {
    return new OddInput(() -> 'x');
  }

  /** Fails with what {@code source} throws. */
  static OddInput failing(Source source) {
    return new OddInput(source);
  }

  /** How many bytes it was asked for. */
  int given() {
    return given;
  }

  @Override
  public int read() throws IOException {
    int b = source.next();
    given++;
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Arrays.fill(bytes, offset, offset + length, (byte) source.next());
    given += length;
    return length;
  }

  /** Where the bytes come from. */
  interface Source {
    int next() throws IOException;
  }
}
