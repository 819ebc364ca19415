package dev.coffer.integration;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other JVMs of the same JDK, on the jars that the build has made. */
final class Jvm {

  /** For JVMs that live for a second or two. */
  static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** The command's folder of jars: every published module and what it needs at run time. */
  static final Path JARS = Path.of(System.getProperty("coffer.lib", "coffer.lib is not set"));

  private static final Path TEST_CLASSES = jarOf(Jvm.class);

  /** What one run came to. */
  record Run(int exit, String out, String err) {}

  private Jvm() {}

  /** The jar or folder that a class comes from. */
  static Path jarOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  static Run onClassPath(Class<?> main, String... arguments) {
    return run(List.of("-cp", JARS + "/*" + File.pathSeparator + TEST_CLASSES), main, arguments);
  }

  /** All jars on the module path and resolved; the main class itself is on the class path. */
  static Run onModulePath(Class<?> main, String... arguments) {
    List<String> options = List.of(
        "--module-path", JARS.toString(),
        "--add-modules", "ALL-MODULE-PATH",
        "-cp", TEST_CLASSES.toString());
    return run(options, main, arguments);
  }

  /** Jars, and the classes of these tests, on the class path. */
  static Run onClassPath(List<Path> jars, Class<?> main, String... arguments) {
    return run(List.of("-cp", path(jars) + File.pathSeparator + TEST_CLASSES), main, arguments);
  }

  /** Jars on the module path and resolved; the classes of these tests are on the class path. */
  static Run onModulePath(List<Path> jars, Class<?> main, String... arguments) {
    List<String> options = List.of(
        "--module-path", path(jars), "--add-modules", "ALL-MODULE-PATH", "-cp", "" + TEST_CLASSES);
    return run(options, main, arguments);
  }

  private static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(joining(File.pathSeparator));
  }

  /** A process on the class path; its output and input are the caller's, its errors the build's. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> options =
        List.of("-Xmx64m", "-cp", JARS + "/*" + File.pathSeparator + TEST_CLASSES);
    return new ProcessBuilder(command(options, main, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> command(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dcoffer.terminal.in=false");
    command.add("-Dcoffer.terminal.out=false");
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static Run run(List<String> options, Class<?> main, String... arguments) {
    List<String> command = command(options, main, arguments);
    try {
      Path out = Files.createTempFile("coffer-out", null);
      Path err = Files.createTempFile("coffer-err", null);
      try {
        Process process = new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("The other JVM did not end within three minutes.");
        }
        return new Run(process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
