package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A jar of this module as a release to come may have it: the same classes, and a migration more. It
 * is loaded beside the classes of this release, and shares the contract with them.
 */
final class NewerRelease extends URLClassLoader {

  private static final String PACKAGE = "dev.coffer.storage.jdbc.";
  private static final String SCHEMA = "dev/coffer/storage/jdbc/schema/";

  private NewerRelease(Path jar) throws IOException {
    super(new URL[] {jar.toUri().toURL()}, NewerRelease.class.getClassLoader());
  }

  /** With another script of migrations, the same for each server. */
  static NewerRelease with(Path jar, String name, String sql) throws IOException {
    Path classes = Path.of(
        JdbcProvider.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String entry = classes.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        if (entry.equals(SCHEMA + "scripts")) {
          bytes = (new String(bytes, StandardCharsets.UTF_8) + name + "\n")
              .getBytes(StandardCharsets.UTF_8);
        }
        put(entries, entry, bytes);
      }
      for (String folder : List.of("postgresql", "mariadb")) {
        put(entries, SCHEMA + folder + "/" + name, sql.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new NewerRelease(jar);
  }

  private static void put(JarOutputStream entries, String name, byte[] bytes) throws IOException {
    entries.putNextEntry(new JarEntry(name));
    entries.write(bytes);
    entries.closeEntry();
  }

  StorageProvider provider() throws ReflectiveOperationException {
    Class<?> provider = loadClass(JdbcProvider.class.getName());
    if (provider == JdbcProvider.class) {
      throw new IllegalStateException("It is the present release.");
    }
    return (StorageProvider) provider.getConstructor().newInstance();
  }

  /** What is in the jar comes from there, though the parent has it too. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE) || getResource(name) == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name.startsWith(PACKAGE) ? name.replace('.', '/') + ".class" : name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    URL resource = getResource(name);
    try {
      return resource == null ? null : resource.openStream();
    } catch (IOException unreadable) {
      return null;
    }
  }
}
