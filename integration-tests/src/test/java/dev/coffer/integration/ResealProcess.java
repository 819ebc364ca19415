package dev.coffer.integration;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyAdministration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Seals a store anew in a JVM of its own, to be killed: prints a line when it begins. */
public final class ResealProcess {

  private ResealProcess() {}

  /** With the properties file of the store. */
  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(in);
    }
    try (KeyAdministration keys = KeyAdministration.open(StorageOptions.from(properties))) {
      keys.reseal(progress -> {
        if (progress.resealed() == 0) {
          System.out.println("begun");
        }
      });
    }
  }
}
