package com.example.tokens;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The token service in a process of its own, as a reader starts it. */
final class Instance implements AutoCloseable {

  private final int port;
  private final Path output;
  private final Process process;

  private Instance(int port, Path output, Process process) {
    this.port = port;
    this.output = output;
    this.process = process;
  }

  /** One below those that outgoing connections are given, which might take it before the start. */
  static int freePort() {
    for (; ; ) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket free = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
  }

  static Instance start(Path folder, String provider, String... settings) throws IOException {
    int port = freePort();
    Path output = folder.resolve(port + ".log");
    List<String> command = new ArrayList<>(List.of(
        "sh",
        "-c",
        "umask 077; exec \"$@\"",
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dh2.bindAddress=127.0.0.1",
        "-cp",
        System.getProperty("java.class.path"),
        "com.example.tokens.service.TokenService",
        "--server.port=" + port,
        "--tokens.provider=" + provider));
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // A port for the service, which the provider in the same process must not take for its own.
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    Process process = builder.start();
    return new Instance(port, output, process);
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  Instance awaitStart() throws IOException {
    Waiting.until("the start of an instance", () -> {
      if (!process.isAlive()) {
        throw new AssertionError("It has ended: " + told());
      }
      return told()
          .contains("The token service is at " + url().substring(0, url().length() - 1));
    });
    return this;
  }

  /** Its exit code, once it has ended by itself. */
  int awaitEnd() throws IOException {
    Waiting.until("the end of an instance", () -> !process.isAlive());
    return process.exitValue();
  }

  /** What it has printed. */
  String told() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
