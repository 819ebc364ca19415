package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageBackend;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A process of a test: opens a store, writes record after record, and says so when each write has
 * returned.
 */
final class EndlessWriter {

  private EndlessWriter() {}

  /** The URL, the first record's number, and how many to write; for ever where it is left out. */
  public static void main(String[] arguments) throws IOException {
    int last = arguments.length > 2 ? Integer.parseInt(arguments[2]) : Integer.MAX_VALUE;
    try (OutputStream out = new FileOutputStream(FileDescriptor.out);
        StorageBackend backend = H2.open(arguments[0])) {
      for (int number = Integer.parseInt(arguments[1]); number <= last; number++) {
        H2.put(backend, number);
        out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
