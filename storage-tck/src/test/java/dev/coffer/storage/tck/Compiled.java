package dev.coffer.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.spi.StorageProvider;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The provider of these tests in a package, a folder and a module of its own, compiled from its
 * source, as if it were a third party's.
 */
final class Compiled {

  private static final Path SOURCES =
      Path.of("src", "test", "java", "dev", "coffer", "storage", "tck");
  private static final List<String> TYPES = List.of("MapBackend", "MapProvider");
  private static final String NAME = "third.party.MapProvider";

  private Compiled() {}

  /** In a folder with a services file and with this text as its module descriptor. */
  static ClassLoader module(Path folder, UnaryOperator<String> change, String descriptor)
      throws IOException {
    compile(folder, change);
    ProviderCandidate.name(folder, NAME);
    Path source = Files.writeString(folder.resolve("module-info.java"), descriptor);
    String required = contract() + File.pathSeparator + origin(Nullable.class);
    compile(folder, "--module-path", required, source.toString());
    return ProviderCandidate.loader(folder);
  }

  /** In a jar, whose path looks different in a URL. */
  static ClassLoader jar(Path folder) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes, UnaryOperator.identity());
    ProviderCandidate.name(classes, NAME);
    return ProviderCandidate.loader(jar(folder, classes, ""));
  }

  /** In a jar that has no services file; one lies beside it. */
  static ClassLoader jarWithoutServices(Path folder) throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes, UnaryOperator.identity());
    Path jar = jar(folder, classes, "third");
    Path beside = Files.createDirectory(folder.resolve("beside"));
    ProviderCandidate.name(beside, NAME);
    return ProviderCandidate.loader(jar, beside);
  }

  /** A jar with the files that lie under {@code top} in {@code classes}. */
  private static Path jar(Path folder, Path classes, String top) throws IOException {
    Path jar = Files.createDirectory(folder.resolve("not %41 in a URL")).resolve("third-party.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes.resolve(top))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(each).toString();
        entries.putNextEntry(new JarEntry(name.replace(File.separatorChar, '/')));
        Files.copy(each, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }

  private static void compile(Path folder, UnaryOperator<String> change) throws IOException {
    Path sources = Files.createTempDirectory(folder, "sources");
    List<String> arguments = new ArrayList<>(List.of("-classpath", contract().toString()));
    for (String type : TYPES) {
      String text = Files.readString(SOURCES.resolve(type + ".java"))
          .replace("package dev.coffer.storage.tck;", "package third.party;");
      Path source = Files.writeString(sources.resolve(type + ".java"), change.apply(text));
      arguments.add(source.toString());
    }
    compile(folder, arguments.toArray(new String[0]));
  }

  private static void compile(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-d", folder.toString(), "-proc:none"));
    all.addAll(Arrays.asList(arguments));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler().run(null, said, said, all.toArray(new String[0]));
    if (result != 0) {
      throw new IllegalStateException(said.toString(UTF_8));
    }
  }

  private static Path contract() {
    return origin(StorageProvider.class);
  }

  private static Path origin(Class<?> type) {
    return Libraries.path(type.getProtectionDomain().getCodeSource().getLocation())
        .orElseThrow();
  }
}
