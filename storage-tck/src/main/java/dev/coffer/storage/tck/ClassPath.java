package dev.coffer.storage.tck;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where another JVM finds every class that this one may need: on the class path, also what is on
 * the module path here.
 */
final class ClassPath {

  private final Set<String> entries = new LinkedHashSet<>();

  private ClassPath() {}

  /** The class path with which a JVM can load this class. */
  static ClassPath of(Class<?> contract) {
    ClassPath path = new ClassPath();
    // Build tools may run tests from a jar that refers to the rest, and say here what that is.
    path.addAll(System.getProperty("surefire.test.class.path"));
    path.addAll(System.getProperty("java.class.path"));
    path.addFolders(System.getProperty("jdk.module.path"));
    path.addSource(contract);
    path.addSource(ClassPath.class);
    return path;
  }

  private void addAll(@Nullable String path) {
    if (path != null) {
      Arrays.stream(path.split(File.pathSeparator, -1))
          .filter(entry -> !entry.isEmpty())
          .forEach(entries::add);
    }
  }

  /** An entry of a module path can also be a directory full of jars. */
  private void addFolders(@Nullable String path) {
    addAll(path);
    if (path != null) {
      Arrays.stream(path.split(File.pathSeparator, -1))
          .filter(entry -> !entry.isEmpty() && Files.isDirectory(Path.of(entry)))
          .forEach(entry -> entries.add(Path.of(entry, "*").toString()));
    }
  }

  /** Where a class was loaded from: a jar, or a directory that a module is patched with. */
  private void addSource(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source != null) {
      add(source.getLocation());
    }
    String file = type.getName().replace('.', '/') + ".class";
    URL found = type.getResource("/" + file);
    if (found != null && found.getProtocol().equals("file")) {
      String place = found.toString();
      add(URI.create(place.substring(0, place.length() - file.length())));
    }
  }

  private void add(@Nullable URL location) {
    try {
      if (location != null) {
        add(location.toURI());
      }
    } catch (URISyntaxException unusable) {
      // Then the other entries have to do.
      return;
    }
  }

  private void add(URI location) {
    if ("file".equals(location.getScheme())) {
      entries.add(Path.of(location).toString());
    }
  }

  /** A file for {@code java @file}, as a command line may be too short for all entries. */
  Path toArgumentFile() {
    String quoted =
        String.join(File.pathSeparator, entries).replace("\\", "\\\\").replace("\"", "\\\"");
    try {
      Path file = Files.createTempFile("coffer-tck-", ".args");
      return Files.writeString(file, "-cp \"" + quoted + "\"\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
