package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code coffer} at the root of the project. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "It is a script for POSIX shells.")
final class ScriptTest {

  @TempDir
  private Path folder;

  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new Checkout(folder);
  }

  @Test
  void buildsOnFirstUseAndSaysSoOnStandardErrorAlone() throws Exception {
    Checkout.Ended first = checkout.run("get", "key");
    Checkout.Ended second = checkout.run("get", "key");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err())
        .contains("coffer: first use: building")
        .contains("coffer:   [1/1] Coffer: command line\n");
    assertThat(second).isEqualTo(new Checkout.Ended(0, first.out(), ""));
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void startsJavaWithTheArgumentsAndTheInputAsTheyAre() throws Exception {
    Checkout.Ended put = checkout.run("put", "a b", "", "*", "$HOME", "--", "-x");

    assertThat(put.out())
        .contains(
            "arg -cp\narg " + checkout.root.toRealPath() + "/storage-cli/target/coffer/lib/*\n")
        .contains("arg -Dcoffer.terminal.in=false\narg -Dcoffer.terminal.out=false\n")
        .endsWith("""
            arg dev.coffer.storage.cli.Main
            arg put
            arg a b
            arg\s
            arg *
            arg $HOME
            arg --
            arg -x
            in the secret
            """);
    assertThat(checkout.root.resolve("stdin-of-mvn")).isEmptyFile();
  }

  @Test
  void buildsAnewWhenASourceOrAPomHasChanged() throws Exception {
    checkout.run();
    for (Path file : new Path[] {checkout.source, checkout.root.resolve("bom/pom.xml")}) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
      assertThat(checkout.run().err()).contains("the sources have changed");
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      assertThat(checkout.run().err()).isEmpty();
    }
    assertThat(checkout.builds()).isEqualTo(3);
  }

  @Test
  void buildsOnceWhenItIsUsedTwiceAtTheSameTime() throws Exception {
    checkout.maven("while [ ! -e go ]; do sleep 1; done");
    Process first = checkout.start(checkout.root.resolve("coffer"));
    awaitLine(first, "first use");
    Process second = checkout.start(checkout.root.resolve("coffer"));
    awaitLine(second, "waiting for process " + first.pid());

    Files.writeString(checkout.root.resolve("go"), "");

    assertThat(Checkout.end(first).exitCode()).isZero();
    assertThat(Checkout.end(second).exitCode()).isZero();
    assertThat(checkout.builds()).isEqualTo(1);
  }

  private static void awaitLine(Process process, String part) throws IOException {
    BufferedReader err = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    String line = err.readLine();
    while (line != null && !line.contains(part)) {
      line = err.readLine();
    }
    assertThat(line).contains(part);
  }

  @Test
  void takesOverTheLockOfABuildThatWasKilled() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = checkout.root.resolve("storage-cli/target/coffer.lock");
    Files.createDirectories(lock.getParent());
    Files.createSymbolicLink(lock, Path.of(String.valueOf(gone.pid())));

    assertThat(checkout.run().exitCode()).isZero();
    assertThat(checkout.builds()).isEqualTo(1);
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  @Test
  void saysThatTheBuildFailedAndTriesAgainNextTime() throws Exception {
    checkout.maven("echo '[ERROR] no such thing -> [Help 1]'; echo '[ERROR] more'; exit 1");
    Checkout.Ended failed = checkout.run();
    assertThat(failed.exitCode()).isEqualTo(4);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("no such thing")
        .contains("could not be built")
        .doesNotContain("more");

    checkout.maven("");
    assertThat(checkout.run().exitCode()).isZero();
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void buildsAndRunsInALocaleThatHasAllCharactersAndEnglishMessages() throws Exception {
    checkout.maven("echo $LC_CTYPE $LC_MESSAGES ${LC_ALL-none} > locale-of-mvn");
    Checkout.script(
        checkout.javaHome.resolve("bin/java"), "echo $LC_CTYPE $LC_MESSAGES ${LC_ALL-none}");
    checkout.environment.put("LC_ALL", "C");

    assertThat(checkout.run("get", "key").out()).isEqualTo("C.UTF-8 C none\n");
    assertThat(checkout.root.resolve("locale-of-mvn")).hasContent("C.UTF-8 C none");
  }

  @Test
  void buildsWithoutTheSecretsOfTheCommand() throws Exception {
    checkout.maven("env > environment-of-mvn");
    Checkout.script(checkout.javaHome.resolve("bin/java"), "env");
    checkout.environment.put("COFFER_PASSWORD", "hunter2\nCOFFER_NOTHING=\nx");
    checkout.environment.put("COFFER_MASTER_KEY", "env:APP_KEY");
    checkout.environment.put("APP_KEY", "hunter3");
    checkout.environment.put("OTHER_KEY", "hunter4");
    checkout.environment.put("THIRD_KEY", "hunter5");
    checkout.environment.put("HOME", "/home/alice");

    Checkout.Ended get = checkout.run(
        "get", "--option=master-key=env:OTHER_KEY", "--option", "master-key=env:THIRD_KEY", "key");

    assertThat(get.out()).contains("hunter2", "hunter3", "hunter4", "hunter5");
    assertThat(checkout.root.resolve("environment-of-mvn"))
        .content()
        .contains("HOME=/home/alice")
        .doesNotContain("hunter", "COFFER_");
  }

  @Test
  void runsThroughLinks() throws Exception {
    Path link = folder.resolve("a link");
    Files.createSymbolicLink(checkout.bin.resolve("coffer"), link);
    Files.createSymbolicLink(link, Path.of("my check out/coffer"));

    assertThat(
            Checkout.end(checkout.start(checkout.bin.resolve("coffer"), "list")).out())
        .contains("arg list\n");
  }

  @Test
  void letsJavaOpenNoFileInThePlaceOfAClosedStream() throws Exception {
    Path script = checkout.root.resolve("coffer");
    Path closing = folder.resolve("closing");

    Checkout.script(closing, "exec '" + script + "' get >&-");
    Checkout.Ended noOutput = Checkout.end(checkout.start(closing));
    assertThat(noOutput.exitCode()).isEqualTo(2);
    assertThat(noOutput.err()).contains("Standard output is closed");

    Checkout.script(closing, "exec '" + script + "' put <&-");
    assertThat(Checkout.end(checkout.start(closing)).out()).endsWith("arg put\nin \n");
  }

  @Test
  void findsJavaOnThePath() throws Exception {
    checkout.environment.remove("JAVA_HOME");
    assertThat(checkout.run().err()).contains("Java is missing");
    assertThat(checkout.run().exitCode()).isEqualTo(2);

    Files.createSymbolicLink(checkout.bin.resolve("java"), checkout.javaHome.resolve("bin/java"));
    assertThat(checkout.run("list").out()).contains("arg list\n");
  }

  @Test
  void asksAJavaForItsVersionThatHasNoReleaseFile() throws Exception {
    Files.delete(checkout.javaHome.resolve("release"));
    Checkout.script(
        checkout.javaHome.resolve("bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

    assertThat(checkout.run().err()).contains("Java 17 or later is needed").contains("11.0.2");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    checkout.java("1.8.0_392");
    Checkout.Ended old = checkout.run();
    assertThat(old.exitCode()).isEqualTo(2);
    assertThat(old.err()).contains("Java 17 or later is needed").contains("1.8.0_392");

    checkout.environment.put("JAVA_HOME", "/nowhere");
    assertThat(checkout.run().err()).contains("there is no /nowhere/bin/java");

    checkout.environment.put("JAVA_HOME", checkout.javaHome.toString());
    checkout.java("25");
    Files.delete(checkout.bin.resolve("mvn"));
    Checkout.Ended noMaven = checkout.run();
    assertThat(noMaven.exitCode()).isEqualTo(2);
    assertThat(noMaven.err()).contains("Maven is missing");
    assertThat(checkout.builds()).isZero();
  }
}
