package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The keyring of a desktop session: a real {@code gnome-keyring-daemon} on a D-Bus of the test's
 * own, and a machine where nobody has a session.
 */
class OsKeyringTest {

  private static final List<String> TOOLS = List.of("dbus-run-session", "gnome-keyring-daemon");

  private static final String UNLOCKED = "printf 'a login password'"
      + " | gnome-keyring-daemon --unlock --components=secrets > /dev/null && exec \"$@\"";

  private static final List<String> DESKTOP =
      List.of("dbus-run-session", "--", "sh", "-c", UNLOCKED, "sh");

  @TempDir
  private Path home;

  @Test
  void aDesktopsKeyringKeepsTheMasterKey() throws Exception {
    if (isThereADesktop()) {
      assertThat(run(DESKTOP, OsKeyringProcess.class)).containsExactly("kept");
    }
  }

  @Test
  void onADesktopThePlatformKeepsCredentialsAndMissesWhatIsLost() throws Exception {
    if (isThereADesktop()) {
      List<String> told = run(DESKTOP, PlatformProcess.class);

      assertThat(told).hasSize(2).first().isEqualTo("kept");
      assertThat(told.get(1))
          .contains("os-keyring:coffer/test.app is there already", "Bring it back");
      assertThat(platformsFile()).doesNotExist();
    }
  }

  @Test
  void aMachineWithoutASessionIsToldWhatToChooseInstead() throws Exception {
    assertThat(run(List.of(), PlatformProcess.class))
        .singleElement()
        .asString()
        .contains("persistence=platform")
        .contains("keyring cannot be used")
        .contains("persistence=encrypted-file", "persistence=jdbc");
    assertThat(platformsFile()).doesNotExist();
  }

  @Test
  void aMachineWithoutASessionIsToldAndMakesNothing() throws Exception {
    assertThat(run(List.of(), OsKeyringProcess.class))
        .singleElement()
        .asString()
        .contains("os-keyring:coffer test/alice")
        .contains("keyring cannot be used")
        .contains("another kind of master key");
    assertThat(home.resolve("tokens.coffer")).doesNotExist();
  }

  private Path platformsFile() {
    return home.resolve(PlatformProcess.FILE);
  }

  private static boolean isThereADesktop() {
    List<String> missing = TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
    if (missing.isEmpty()) {
      return true;
    }
    assertThat(System.getenv("CI"))
        .as("to be installed for the tests: " + missing)
        .isNull();
    System.err.println("NOT TRIED, the Secret Service: please install gnome-keyring and dbus, for "
        + missing + " are missing.");
    return false;
  }

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private List<String> run(List<String> session, Class<?> main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(session);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Duser.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.add(home.resolve("tokens.coffer").toString());
    Path out = home.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(home.resolve("err").toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_DATA_HOME"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("It did not end: " + Files.readString(home.resolve("err")));
    }
    assertThat(process.exitValue()).as(Files.readString(home.resolve("err"))).isZero();
    return Files.readAllLines(out);
  }
}
