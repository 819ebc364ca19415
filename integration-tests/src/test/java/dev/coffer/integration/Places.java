package dev.coffer.integration;

import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A store of each provider in a folder of its own, described by properties, which another JVM can
 * be given.
 */
enum Places {
  MEMORY("memory", false) {
    @Override
    void describe(Properties properties, Path folder) {}
  },
  SEALED_MEMORY("memory", false) {
    @Override
    void describe(Properties properties, Path folder) {
      properties.setProperty("coffer.master-key", "file:" + folder.resolve("master.key"));
    }
  },
  ENCRYPTED_FILE("encrypted-file", true) {
    @Override
    void describe(Properties properties, Path folder) {
      properties.setProperty("coffer.path", folder.resolve("store.coffer").toString());
      properties.setProperty("coffer.master-key", "file:" + folder.resolve("master.key"));
      properties.setProperty("coffer.create", "true");
    }
  },
  JDBC("jdbc", true) {
    @Override
    void describe(Properties properties, Path folder) {
      properties.setProperty("coffer.url", "jdbc:h2:" + folder.resolve("tokens"));
      properties.setProperty("coffer.master-key", "file:" + folder.resolve("master.key"));
      properties.setProperty("coffer.create", "true");
    }
  };

  private final String provider;
  private final boolean durable;

  Places(String provider, boolean durable) {
    this.provider = provider;
    this.durable = durable;
  }

  abstract void describe(Properties properties, Path folder);

  static Stream<Places> durable() {
    return Stream.of(values()).filter(place -> place.durable);
  }

  Properties in(Path folder) {
    Properties properties = new Properties();
    properties.setProperty("coffer.provider", provider);
    describe(properties, folder);
    return properties;
  }

  StorageOptions options(Path folder) {
    return StorageOptions.from(in(folder));
  }

  /** A file with the properties. */
  Path written(Path folder) {
    return write(in(folder), folder);
  }

  /** A file with these properties, in a folder. */
  static Path write(Properties properties, Path folder) {
    Path file = folder.resolve("coffer.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
