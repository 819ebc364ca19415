package dev.coffer.storage.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another JVM with this one's class path, started quickly. */
final class Java {

  private final Process process;

  private Java(Process process) {
    this.process = process;
  }

  static Java start(Class<?> main, String... arguments) {
    return start(List.of(), main, arguments);
  }

  /** With a command in front of it, a tracer say. */
  static Java start(List<String> before, Class<?> main, String... arguments) {
    return start(before, List.of(), main, arguments);
  }

  /** With more options of the JVM. */
  static Java startWith(List<String> options, Class<?> main, String... arguments) {
    return start(List.of(), options, main, arguments);
  }

  private static Java start(
      List<String> before, List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      return new Java(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Process process() {
    return process;
  }
}
