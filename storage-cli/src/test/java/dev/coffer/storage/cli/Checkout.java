package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkout with the real script in it, a Maven that only says it has built, and a Java that only
 * says what it was started with. Nothing else of this machine's is on its path but the shell's own
 * commands.
 */
final class Checkout {

  private static final List<String> COMMANDS = List.of(
      "sh",
      "cat",
      "chmod",
      "dirname",
      "env",
      "find",
      "head",
      "ln",
      "locale",
      "mkdir",
      "mv",
      "readlink",
      "rm",
      "sed",
      "sleep");

  final Path root;
  final Path bin;
  final Path javaHome;
  final Path source;
  final Map<String, String> environment = new TreeMap<>();

  Checkout(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("my check out"));
    bin = Files.createDirectories(folder.resolve("bin"));
    javaHome = Files.createDirectories(folder.resolve("java home"));
    for (String command : COMMANDS) {
      allow(command);
    }
    Files.copy(Path.of("..", "coffer"), root.resolve("coffer"));
    executable(root.resolve("coffer"));
    source = root.resolve("storage-cli/src/main/java/Main.java");
    for (Path file : List.of(
        source,
        root.resolve("pom.xml"),
        root.resolve("bom/pom.xml"),
        root.resolve("storage-cli/pom.xml"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
    java("17.0.9");
    maven("echo \"[INFO] Building Coffer: command line 0.1.0   [1/1]\"");
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", javaHome.toString());
  }

  private void allow(String command) throws IOException {
    for (String folder : List.of("/bin", "/usr/bin")) {
      Path found = Path.of(folder, command);
      if (Files.exists(found)) {
        script(bin.resolve(command), "exec " + found + " \"$@\"");
      }
    }
  }

  /** Installs a Java of this version, which tells its arguments and its input. */
  void java(String version) throws IOException {
    Files.writeString(
        javaHome.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(javaHome.resolve("bin/java"), "for arg; do echo \"arg $arg\"; done; echo \"in $(cat)\"");
  }

  /** Installs a Maven that does these things, then lays out the command's jars. */
  void maven(String before) throws IOException {
    script(
        bin.resolve("mvn"),
        "echo build >> builds",
        "cat > stdin-of-mvn",
        before,
        "mkdir -p storage-cli/target/coffer/lib");
  }

  static void script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\nset -e\n" + String.join("\n", lines) + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** How often Maven was started. */
  int builds() throws IOException {
    Path builds = root.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  Process start(Path script, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(bin.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  Ended run(String... args) throws IOException, InterruptedException {
    return end(start(root.resolve("coffer"), args));
  }

  /**
   * Gives a process its input, and waits for it. It says little, so that one stream at a time does.
   */
  static Ended end(Process process) throws IOException, InterruptedException {
    try (OutputStream in = process.getOutputStream()) {
      in.write("the secret".getBytes(UTF_8));
    } catch (IOException gone) {
      // A process that fails at once does not wait for its input.
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  /** How a process ended. */
  record Ended(int exitCode, String out, String err) {}
}
