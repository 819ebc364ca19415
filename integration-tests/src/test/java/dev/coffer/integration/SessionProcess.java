package dev.coffer.integration;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Another JVM: reads the session back from the store that a properties file describes, and prints
 * its digests, not its tokens.
 */
public final class SessionProcess {

  private SessionProcess() {}

  /** With the properties file. */
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      properties.load(in);
    }
    try (SecureStorage storage = SecureStorage.open(StorageOptions.from(properties))) {
      for (Entry entry : storage.scoped("tenant7", "alice").readAll().items()) {
        System.out.println(line(entry.key(), entry.value()));
      }
    }
  }

  static String line(String key, Secret value) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.revealBytes());
    return key + " " + value.length() + " " + HexFormat.of().formatHex(hash);
  }

  static String line(String key, String value) throws Exception {
    return line(key, Secret.of(value.getBytes(StandardCharsets.UTF_8)));
  }
}
