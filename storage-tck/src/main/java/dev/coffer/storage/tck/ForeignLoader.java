package dev.coffer.storage.tck;

import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;

/**
 * A class loader as a plug-in or a web application has it: it shares with others the platform, the
 * contract and its annotations, and loads all else on the class path once more, for itself.
 */
final class ForeignLoader extends URLClassLoader {

  /** Finds nothing, not even what the platform has beside {@code java.base}. */
  static final ClassLoader EMPTY = new ClassLoader(null) {};

  ForeignLoader(ClassLoader classPath) throws IOException {
    super("foreign", urls(classPath), new Shared());
  }

  private static URL[] urls(ClassLoader classPath) throws IOException {
    var entries = Libraries.of(classPath);
    URL[] urls = new URL[entries.size()];
    for (int i = 0; i < urls.length; i++) {
      Path entry = entries.get(i);
      urls[i] = entry.toUri().toURL();
    }
    return urls;
  }

  /** What the loader has in common with the kit. */
  private static final class Shared extends ClassLoader {

    private static final Set<String> PACKAGES =
        Set.of("dev.coffer.storage", "dev.coffer.storage.spi", "org.jspecify.annotations");

    private final ClassLoader contract = StorageProvider.class.getClassLoader();

    private Shared() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (PACKAGES.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
        return contract.loadClass(name);
      }
      // Where packages are in modules, the platform's loader finds the application's too.
      Class<?> found = super.loadClass(name, resolve);
      if (found.getClassLoader() == ClassLoader.getSystemClassLoader()) {
        throw new ClassNotFoundException(name);
      }
      return found;
    }
  }
}
