package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageBackend;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;

/**
 * A process of a test that is there before it is needed. Told how many records were acknowledged,
 * it opens the store that a killed one left behind, looks whether the last of them are there, and
 * goes on writing until it is killed itself.
 */
final class KilledWriter {

  /** What it says of a record that is not there, with its number behind. */
  static final String LOST = "lost ";

  private KilledWriter() {}

  /** The URL, and how many of the last records to look for. */
  public static void main(String[] arguments) throws Exception {
    DriverManager.getConnection("jdbc:h2:mem:").close(); // what takes the time is loaded by now
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    int acknowledged = Integer.parseInt(told.readLine());
    try (OutputStream out = new FileOutputStream(FileDescriptor.out);
        StorageBackend backend = H2.open(arguments[0])) {
      int first = Math.max(1, acknowledged - Integer.parseInt(arguments[1]));
      for (int number = first; number <= acknowledged; number++) {
        if (backend.get(H2.id(number)).isEmpty()) {
          say(out, LOST + number);
        }
      }
      for (int number = acknowledged + 1; true; number++) {
        H2.put(backend, number);
        say(out, Integer.toString(number));
      }
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
