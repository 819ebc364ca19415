package dev.coffer.storage.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts {@link Child}s in processes of their own. */
final class Children {

  private Children() {}

  static Process start(String... arguments) throws IOException {
    return start(List.of(), arguments);
  }

  /** Starts a child by way of another command, {@code strace} say. */
  static Process start(List<String> by, String... arguments) throws IOException {
    return start(Child.class, by, arguments);
  }

  /** Starts another class than {@link Child}. */
  static Process start(Class<?> child, List<String> by, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Starts in half the time, which is most of what a child that is soon killed does.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), child.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static BufferedReader output(Process child) {
    return child.inputReader(StandardCharsets.UTF_8);
  }

  /** All that a child said, once it has ended well. */
  static List<String> await(Process child) throws IOException, InterruptedException {
    List<String> lines = output(child).lines().toList();
    int exit = child.waitFor();
    if (exit != 0) {
      throw new AssertionError("A child ended with " + exit + " after " + lines.size() + " lines.");
    }
    return lines;
  }
}
