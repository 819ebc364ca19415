package dev.coffer.storage.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a backend is to keep its records: a directory of its own, and a name to call a database, a
 * schema or a bucket by. The kit makes it, and removes the directory when the rule is over.
 *
 * <p>An immutable value.
 */
public final class Place {

  private final String name;
  private final Path directory;

  private Place(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** A new place with an empty directory. */
  static Place create(String name) {
    try {
      return new Place(name, Files.createTempDirectory("coffer-tck-" + name + "-"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A place that another process has made. */
  static Place existing(String name, Path directory) {
    return new Place(name, directory);
  }

  /** At most 32 small letters, digits and hyphens; no other place has the same. */
  public String name() {
    return name;
  }

  /** A directory that is empty at first, and in which nothing else is kept. */
  public Path directory() {
    return directory;
  }

  /** What lies in the directory and below it, the directory itself last. */
  private List<Path> content() throws IOException {
    try (Stream<Path> content = Files.walk(directory)) {
      return content.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** The files in the directory and below it. */
  List<Path> files() throws IOException {
    return content().stream().filter(Files::isRegularFile).toList();
  }

  /** Removes the directory; what another holds open may stay behind on some systems. */
  void remove() {
    try {
      for (Path path : content()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException held) {
      directory.toFile().deleteOnExit();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
