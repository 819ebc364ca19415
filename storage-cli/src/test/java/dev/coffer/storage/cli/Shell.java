package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A shell for tests: runs the command in this process, with an environment, an input and a terminal
 * of the test's own. Its storage is a place of its own, unless a test says otherwise.
 */
final class Shell {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final String place = UUID.randomUUID().toString();
  final Map<String, String> environment = new TreeMap<>();
  final TypedTerminal terminal = new TypedTerminal();
  Instant now = NOW;
  String operatingSystem = "Linux";
  String argumentEncoding = "UTF-8";
  ClassLoader classLoader = Shell.class.getClassLoader();

  private InputStream in = InputStream.nullInputStream();
  private Optional<OutputStream> out = Optional.empty();

  /** With an open place in clear text, so that tests need no keys. */
  static Shell withPlace() {
    Shell shell = new Shell();
    PlaceProvider.records(shell.place);
    shell.environment.put("COFFER_PROVIDER", "place");
    shell.environment.put("COFFER_PLACE", shell.place);
    shell.environment.put("COFFER_ENCRYPTION", "none");
    return shell;
  }

  /** With nothing chosen. */
  static Shell empty() {
    return new Shell();
  }

  /** Chooses an encrypted file from now on, by variables. */
  void choose(Path file, String masterKey) {
    environment.put("COFFER_PROVIDER", "encrypted-file");
    environment.put("COFFER_PATH", file.toString());
    environment.put("COFFER_MASTER_KEY", masterKey);
  }

  Shell input(String text) {
    return input(text.getBytes(UTF_8));
  }

  Shell input(byte[] bytes) {
    return input(new ByteArrayInputStream(bytes));
  }

  Shell input(InputStream stream) {
    this.in = stream;
    return this;
  }

  Shell output(OutputStream stream) {
    this.out = Optional.of(stream);
    return this;
  }

  Result run(String... args) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(errors, true, UTF_8);
    Host host = new Host(
        in,
        out.orElse(seen),
        err,
        terminal,
        environment,
        operatingSystem,
        argumentEncoding,
        (InstantSource) () -> now,
        classLoader);
    int exitCode = Coffer.run(host, args);
    return new Result(exitCode, seen.toByteArray(), errors.toString(UTF_8));
  }

  /** Runs a command as it is typed, its words separated by a blank each. */
  Result type(String line) {
    return run(line.split(" ", -1));
  }

  /** Runs a command that is there for what follows, and must not fail. */
  Result setUp(String... args) {
    Result result = run(args);
    if (result.exitCode != 0) {
      throw new AssertionError(Arrays.toString(args) + " failed: " + result.err);
    }
    return result;
  }

  /** What a run of the command left behind. */
  static final class Result {

    private final int exitCode;
    private final byte[] bytes;
    private final String err;

    private Result(int exitCode, byte[] bytes, String err) {
      this.exitCode = exitCode;
      this.bytes = bytes;
      this.err = err;
    }

    int exitCode() {
      return exitCode;
    }

    byte[] bytes() {
      return bytes.clone();
    }

    String err() {
      return err;
    }

    String out() {
      return new String(bytes, UTF_8);
    }

    Map<String, Object> json() {
      return parse(out());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> error() {
      return (Map<String, Object>) parse(err).get("error");
    }

    /** The objects in an array that is a field of the JSON. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> objects(String field) {
      return (List<Map<String, Object>>) json().get(field);
    }

    private static Map<String, Object> parse(String json) {
      try {
        return JSONObjectUtils.parse(json);
      } catch (ParseException notJson) {
        throw new AssertionError("Not a JSON object: " + json, notJson);
      }
    }
  }

  /** A terminal at which a test types ahead. Both streams are piped until a test says otherwise. */
  static final class TypedTerminal implements Terminal {

    boolean input;
    boolean output;
    boolean prompts = true;
    int maxLine = 4_095;
    final Deque<String> typed = new ArrayDeque<>();
    final StringBuilder prompted = new StringBuilder();

    void attach() {
      input = true;
      output = true;
    }

    @Override
    public boolean isInput() {
      return input;
    }

    @Override
    public boolean isOutput() {
      return output;
    }

    @Override
    public boolean canPrompt() {
      return input && output && prompts;
    }

    @Override
    public Optional<char[]> readSecret(String prompt) {
      return readLine(prompt).map(String::toCharArray);
    }

    @Override
    public Optional<String> readLine(String prompt) {
      prompted.append(prompt);
      return Optional.ofNullable(typed.poll());
    }

    @Override
    public int maxLine() {
      return maxLine;
    }
  }
}
