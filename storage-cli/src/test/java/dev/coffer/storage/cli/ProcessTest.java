package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@link Main} in a process of its own, started as the script starts it. */
final class ProcessTest {

  private static final List<String> PIPED =
      List.of("-Dcoffer.terminal.in=false", "-Dcoffer.terminal.out=false");

  @TempDir
  private Path home;

  private final Map<String, String> environment = new TreeMap<>();
  private String locale = "C.UTF-8";

  private record Ended(int exitCode, String out, String err) {}

  private Ended run(List<String> properties, String input, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(properties);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.resolve("home").toString());
    builder.environment().put("LC_ALL", locale);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
  }

  @Test
  void keepsATokenFromOneProcessToTheNext() throws IOException, InterruptedException {
    String token = new Tokens().token(80);

    Ended put = run(PIPED, token, "put", "tenant7", "alice", "key");
    Ended get = run(PIPED, "", "get", "tenant7", "alice", "key");

    assertThat(put.exitCode()).isZero();
    assertThat(put.err().lines()).hasSize(2).allMatch(line -> line.startsWith("coffer: Made "));
    assertThat(get).isEqualTo(new Ended(0, token, ""));
  }

  @Test
  void takesAnUnknownStreamForATerminal() throws IOException, InterruptedException {
    run(PIPED, "secret", "put", "key");

    assertThat(run(List.of(), "", "get", "key").out()).doesNotContain("secret").contains("length");
    Ended put = run(List.of(), "secret", "put", "key");
    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("both known to be a terminal");
  }

  @Test
  void endsWithTheCodeOfTheOutcome() throws IOException, InterruptedException {
    assertThat(run(PIPED, "", "get", "key").exitCode()).isEqualTo(1);
    assertThat(run(PIPED, "", "get").exitCode()).isEqualTo(2);
    assertThat(run(PIPED, "", "--version").out()).startsWith("coffer ");
  }

  @Test
  void keepsWhatLibrariesPrintOffItsResults() throws IOException, InterruptedException {
    environment.put("COFFER_PROVIDER", "place");
    environment.put("COFFER_PLACE", "loud");
    environment.put("COFFER_FAULT", "noise");
    environment.put("COFFER_ENCRYPTION", "none");

    Ended put = run(PIPED, "secret", "put", "--create", "key");

    assertThat(put.out()).matches("version [0-9a-f]{32}\n");
    assertThat(put.err()).contains("place: opening");
  }

  @Test
  void tellsWhatIsLoggedAsAWarningInALineOfItsOwn() throws IOException, InterruptedException {
    Path store = home.resolve("tokens");
    environment.put("COFFER_PROVIDER", "encrypted-file");
    environment.put("COFFER_PATH", store.toString());
    environment.put("COFFER_MASTER_KEY", "file:" + home.resolve("key"));
    run(PIPED, "secret", "put", "--create", "key");
    byte[] beginningOfAFrame = {(byte) 0xC0, (byte) 0xFF, (byte) 0xE5, (byte) 0xD7, 0, 0, 1};
    Files.write(store, beginningOfAFrame, StandardOpenOption.APPEND);

    Ended put = run(PIPED, "another", "put", "key");

    assertThat(put.exitCode()).isZero();
    assertThat(put.err())
        .startsWith("coffer: The log " + store)
        .contains("was cut")
        .hasLineCount(1);
  }

  @Test
  @DisabledOnOs(value = OS.MAC, disabledReason = "There every locale has arguments in UTF-8.")
  void losesNoNameToASmallEncoding() throws IOException, InterruptedException {
    locale = "C";

    Ended put = run(PIPED, "secret", "put", "what?");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("LC_ALL");
  }
}
