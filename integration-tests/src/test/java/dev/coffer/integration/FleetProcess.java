package dev.coffer.integration;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

/** A fleet's member in a JVM of its own: prints each number, and stops when its input ends. */
public final class FleetProcess {

  private FleetProcess() {}

  /** With the properties file of the store, the member's number and the size of the fleet. */
  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(in);
    }
    AtomicBoolean stopped = new AtomicBoolean();
    Thread listener = new Thread(() -> {
      awaitEnd(System.in);
      stopped.set(true);
    });
    listener.setDaemon(true);
    listener.start();
    try (SecureStorage storage = SecureStorage.open(StorageOptions.from(properties))) {
      FleetMember.run(
          storage,
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          stopped::get,
          System.out::println);
    }
  }

  private static void awaitEnd(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
