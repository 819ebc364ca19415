package dev.coffer.storage.tck;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jars and folders that classes come from. */
final class Libraries {

  private Libraries() {}

  /**
   * Those of this JVM's class path and module path, and those of {@code loader} and its parents, as
   * far as they tell. Jars that do nothing but name others in their manifest, as builds make them,
   * bring those.
   */
  static List<Path> of(@Nullable ClassLoader loader) throws IOException {
    Deque<Path> open = new ArrayDeque<>(entries("java.class.path"));
    for (Path entry : entries("jdk.module.path")) {
      open.addAll(modules(entry));
    }
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      if (each instanceof URLClassLoader urls) {
        Arrays.stream(urls.getURLs()).flatMap(url -> path(url).stream()).forEach(open::add);
      }
    }
    Set<Path> found = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Path entry = open.removeFirst().toAbsolutePath().normalize();
      if (Files.exists(entry) && found.add(entry) && Files.isRegularFile(entry)) {
        open.addAll(namedBy(entry));
      }
    }
    return List.copyOf(found);
  }

  private static List<Path> entries(String property) {
    return Arrays.stream(System.getProperty(property, "").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isBlank())
        .map(Path::of)
        .toList();
  }

  /** A folder on the module path is a module itself, or has modules in it. */
  private static List<Path> modules(Path entry) throws IOException {
    if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
      return List.of(entry);
    }
    try (Stream<Path> modules = Files.list(entry)) {
      return modules.toList();
    }
  }

  private static List<Path> namedBy(Path jar) throws IOException {
    List<Path> named = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String entries = manifest == null
          ? null
          : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (entries != null && !entries.isBlank()) {
        for (String entry : entries.trim().split(" +", -1)) {
          path(jar.toUri().resolve(entry)).ifPresent(named::add);
        }
      }
    }
    return named;
  }

  /** Where a URL is a file or a folder of this machine, its path. */
  static Optional<Path> path(URL url) {
    try {
      return path(url.toURI());
    } catch (URISyntaxException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<Path> path(URI uri) {
    try {
      return Optional.of(Path.of(uri));
    } catch (IllegalArgumentException | FileSystemNotFoundException notAPath) {
      return Optional.empty();
    }
  }
}
