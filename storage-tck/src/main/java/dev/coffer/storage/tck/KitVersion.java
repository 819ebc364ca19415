package dev.coffer.storage.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The kit's version, as the build wrote it into a resource. */
final class KitVersion {

  private KitVersion() {}

  static String get() {
    Properties build = new Properties();
    try (InputStream resource = KitVersion.class.getResourceAsStream("build.properties")) {
      if (resource == null) {
        throw new IOException("The build has left out its properties.");
      }
      build.load(resource);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return build.getProperty("version", "");
  }
}
