package dev.coffer.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the class path of this one, in which {@link Child} does a task. It ends with this
 * process at the latest.
 */
final class ChildProcess extends OtherProcess {

  private static final List<String> QUICK_START = List.of(
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-XX:-UsePerfData",
      "-Xshare:auto",
      // Standard output is for the wire.
      "-XX:+DisplayVMOutputToStderr");

  /** Blocks of 512 bytes: 2 MiB. The JVM ignores the signal, so that a write fails. */
  private static final String LIMIT = "ulimit -f 4096 && exec \"$@\"";

  private static final int END_SECONDS = 30;
  private static final int LAST_WORDS = 6;

  private final Process process;
  private final Path arguments;
  private final PrintStream input;
  private final Deque<String> lastWords = new ArrayDeque<>();
  private final Thread errors;

  private ChildProcess(Process process, Path arguments) {
    this.process = process;
    this.arguments = arguments;
    this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.errors = daemon(() -> process.errorReader(UTF_8).lines().forEach(this::remember));
    daemon(this::listen);
  }

  /** Starts one; see {@link Processes}. */
  static OtherProcess start(
      StorageBackendContract contract, Place place, Task task, boolean limited) {
    Path arguments = ClassPath.of(contract.getClass()).toArgumentFile();
    List<String> command = new ArrayList<>();
    if (limited) {
      command.addAll(List.of("/bin/sh", "-c", LIMIT, "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.addAll(List.of("@" + arguments, Child.class.getName()));
    try {
      ChildProcess child = new ChildProcess(new ProcessBuilder(command).start(), arguments);
      child.introduce(contract, place, task);
      return child;
    } catch (IOException failure) {
      String hint = limited ? " whose files are limited; override breakDown(place)" : "";
      throw new AssertionError("expected a JVM" + hint + ", seen " + failure, failure);
    }
  }

  /** Says what {@link Child} reads first. */
  private void introduce(StorageBackendContract contract, Place place, Task task) {
    Map<String, String> properties = contract.childProperties();
    tell(Integer.toString(properties.size()));
    properties.forEach((key, value) -> {
      tell(key);
      tell(value);
    });
    tell(contract.getClass().getName());
    tell(place.name());
    tell(place.directory().toString());
    tell(task.name());
  }

  @Override
  void tell(String message) {
    input.println(WireLine.of(message));
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        WireLine.message(line).ifPresent(this::said);
      }
    } catch (IOException | UncheckedIOException killed) {
      // Its end is said below.
    }
    said(Kind.ENDED, epitaph());
  }

  private void said(String message) {
    int end = message.indexOf(' ');
    said(Kind.valueOf(message.substring(0, end)), message.substring(end + 1));
  }

  private String epitaph() {
    try {
      int exit = process.waitFor();
      errors.join();
      synchronized (lastWords) {
        return "exit value " + exit + lastWords.stream().collect(joining("; ", " ", ""));
      }
    } catch (InterruptedException stopped) {
      return "interrupted";
    }
  }

  /** Keeps the last lines that are no stack trace's. */
  private void remember(String line) {
    if (line.isBlank() || Character.isWhitespace(line.charAt(0))) {
      return;
    }
    synchronized (lastWords) {
      lastWords.add(line);
      if (lastWords.size() > LAST_WORDS) {
        lastWords.remove();
      }
    }
  }

  @Override
  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  void destroy() {
    // By its handle: the process itself would close the pipe, with what was told last in it.
    process.toHandle().destroyForcibly();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("expected a JVM to end when it is killed, seen that it goes on");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    arguments.toFile().delete();
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "coffer-tck-child");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
