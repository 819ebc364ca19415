package dev.coffer.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.spi.StorageProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The jar or folder that a provider's class comes from, and what it says of the provider. */
final class Origin {

  private static final String SERVICES = "META-INF/services/" + StorageProvider.class.getName();

  private final Class<?> type;
  private final Path path;

  private Origin(Class<?> type, Path path) {
    this.type = type;
    this.path = path;
  }

  static Origin of(StorageProvider provider) {
    Class<?> type = provider.getClass();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    Optional<Path> path = location == null ? Optional.empty() : Libraries.path(location);
    return new Origin(
        type,
        path.orElseThrow(() -> new AssertionError(
            "expected a class from a jar or a folder, seen " + type.getName() + " from nowhere")));
  }

  /** The jar or folder. */
  Path path() {
    return path;
  }

  /**
   * Whether a services file in it names the class. Some builds keep classes in one folder and other
   * files in another one, which become one jar: for a folder, any folder's file counts.
   */
  boolean isNamedByServices(ClassLoader loader) throws IOException {
    for (URL file : Collections.list(loader.getResources(SERVICES))) {
      URLConnection connection = file.openConnection();
      connection.setUseCaches(false);
      if (isHere(connection) && lines(connection).contains(type.getName())) {
        return true;
      }
    }
    return false;
  }

  private boolean isHere(URLConnection services) throws IOException {
    if (services instanceof JarURLConnection inJar) {
      Optional<Path> jar = Libraries.path(inJar.getJarFileURL());
      return jar.isPresent() && Files.isSameFile(jar.get(), path);
    }
    return Files.isDirectory(path) && services.getURL().getProtocol().equals("file");
  }

  private static List<String> lines(URLConnection services) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(services.getInputStream(), UTF_8))) {
      return reader.lines().map(line -> line.replaceFirst("#.*", "").trim()).toList();
    }
  }

  /** The module that it is; a folder without a descriptor is none. */
  Optional<ModuleReference> module() {
    return module(path);
  }

  /** The module that a jar or a folder is; one that cannot be one, by its name say, is none. */
  static Optional<ModuleReference> module(Path path) {
    try {
      return Files.isRegularFile(path) || Files.exists(path.resolve("module-info.class"))
          ? ModuleFinder.of(path).findAll().stream().findFirst()
          : Optional.empty();
    } catch (FindException noModule) {
      return Optional.empty();
    }
  }

  /** Whether the module says that it provides the class. */
  boolean isProvidedBy(ModuleReference module) {
    return module.descriptor().provides().stream()
        .filter(provides -> provides.service().equals(StorageProvider.class.getName()))
        .anyMatch(provides -> provides.providers().contains(type.getName()));
  }
}
