package dev.coffer.integration;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageCopy;
import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * Copies between the stores of two properties files, tells when it is on its way, and never ends.
 */
final class EndlessCopy {

  private static final int ON_ITS_WAY = 1_000;
  private static final int NEVER_DONE = 500;

  private EndlessCopy() {}

  @SuppressWarnings("SystemOut") // the one who kills it listens
  public static void main(String[] arguments) throws IOException {
    try (SecureStorage source = open(arguments[0]);
        SecureStorage target = open(arguments[1])) {
      StorageCopy.of(source, target)
          .listener(progress -> {
            if (progress.done() >= ON_ITS_WAY) {
              System.out.println("on its way");
            }
            while (progress.done() > progress.total() - NEVER_DONE) {
              LockSupport.park();
            }
          })
          .run();
    }
  }

  private static SecureStorage open(String file) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(Path.of(file))) {
      properties.load(in);
    }
    return SecureStorage.open(StorageOptions.from(properties));
  }
}
