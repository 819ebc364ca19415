package dev.coffer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A user's home on some machine, where the {@code coffer} command is run, each time in a process.
 */
final class Machine {

  private final Path home;

  Machine(Path home) throws IOException {
    this.home = Files.createDirectories(home);
  }

  /** The default store, where the command looks for it. */
  Path store() {
    return home.resolve(".local/share/coffer/store.coffer");
  }

  /** The default master key. */
  Path masterKey() {
    return home.resolve(".config/coffer/master.key");
  }

  Path file(String name) {
    return home.resolve(name);
  }

  /** Runs a command with this on its standard input. */
  Jvm.Run coffer(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
        "-Dcoffer.terminal.in=false",
        "-Dcoffer.terminal.out=false",
        "-cp",
        Jvm.JARS + "/*",
        "dev.coffer.storage.cli.Main"));
    command.addAll(1, Jvm.QUICK_START);
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("coffer-out", null);
    Path err = Files.createTempFile("coffer-err", null);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(COFFER|XDG)_.*"));
      builder.environment().put("HOME", home.toString());
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("The command did not end within three minutes.");
      }
      return new Jvm.Run(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Runs a command that must not fail, and gives what it printed. */
  String setUp(String input, String... arguments) throws IOException, InterruptedException {
    Jvm.Run run = coffer(input, arguments);
    if (run.exit() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " failed: " + run.err());
    }
    return run.out();
  }
}
