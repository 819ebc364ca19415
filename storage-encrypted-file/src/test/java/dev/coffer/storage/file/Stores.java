package dev.coffer.storage.file;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Path;
import java.util.Map;

/** Stores as an application opens them: a log, and a master key file beside it. */
final class Stores {

  private Stores() {}

  static StorageOptions options(Path log) {
    return StorageOptions.of("encrypted-file")
        .with(Map.of("path", log.toString(), "master-key", "file:" + key(log)));
  }

  static Path key(Path log) {
    return log.resolveSibling(log.getFileName() + ".master-key");
  }

  static SecureStorage create(Path log) {
    return SecureStorage.open(options(log).with("create", "true"));
  }

  static SecureStorage open(Path log) {
    return SecureStorage.open(options(log));
  }

  static SecureStorage openReadOnly(Path log) {
    return SecureStorage.open(options(log).with("read-only", "true"));
  }
}
