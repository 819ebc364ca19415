package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which storage is chosen, by arguments, environment and properties file. */
final class SettingsTest {

  @TempDir
  private Path home;

  private final Shell shell = Shell.empty();
  private Path file;

  @BeforeEach
  void haveThreePlaces() throws IOException {
    for (String place : new String[] {"argument", "variable", "property"}) {
      Shell other = Shell.empty();
      other
          .input(place)
          .setUp(
              "put",
              "--provider=place",
              "--option=place=" + named(place),
              "--option=encryption=none",
              "--create",
              "who");
    }
    file = home.resolve("config/coffer/coffer.properties");
    Files.createDirectories(file.getParent());
    shell.environment.put("HOME", home.toString());
    shell.environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
  }

  private String named(String place) {
    return home.getFileName() + "-" + place;
  }

  private void write(String... properties) throws IOException {
    Files.writeString(file, String.join("\n", properties));
  }

  @Test
  void argumentsCountMoreThanVariablesAndThoseMoreThanProperties() throws IOException {
    write("coffer.provider=place", "coffer.encryption=none", "coffer.place=" + named("property"));
    assertThat(shell.run("get", "who").out()).isEqualTo("property");

    shell.environment.put("COFFER_PLACE", named("variable"));
    assertThat(shell.run("get", "who").out()).isEqualTo("variable");

    assertThat(shell.run("get", "--option", "place=" + named("argument"), "who").out())
        .isEqualTo("argument");
  }

  @Test
  void whatIsSaidOfAnotherProviderIsNotMeantForThisOne() throws IOException {
    write("coffer.provider=encrypted-file", "coffer.path=/nowhere", "coffer.master-key=env:NONE");
    shell.environment.put("COFFER_PROVIDER", "place");
    shell.environment.put("COFFER_PLACE", named("variable"));
    shell.environment.put("COFFER_ENCRYPTION", "none");

    assertThat(shell.run("get", "who").out()).isEqualTo("variable");
  }

  @Test
  void whatIsSaidOfNoProviderIsMeantForTheChosenOne() throws IOException {
    write("coffer.path=/nowhere");
    shell.environment.put("COFFER_PROVIDER", "place");
    shell.environment.put("COFFER_PLACE", named("variable"));

    Shell.Result get = shell.run("get", "who");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err())
        .contains("Option 'path' is unknown")
        .contains("the provider from COFFER_PROVIDER")
        .contains("'path' from coffer.path in " + file);
  }

  @Test
  void readsTheFileThatIsNamedInsteadOfTheUsers() throws IOException {
    write("coffer.provider=nonsense");
    Path named = home.resolve("my own.properties");
    Files.writeString(
        named,
        "# mine\nother=1\ncoffer.provider=place\ncoffer.encryption=none\ncoffer.place="
            + named("property"));

    assertThat(shell.run("get", "--config", named.toString(), "who").out()).isEqualTo("property");
  }

  @Test
  void listsAllProblemsOfAConfigurationAtOnce() {
    shell.environment.put("COFFER_SIZE", "10");
    shell.environment.put("COFFER_COLOUR", "blue");
    shell.environment.put("COFFER_ENCRYPTION", "none");

    Shell.Result get = shell.run("get", "--provider=place", "who");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err())
        .startsWith("coffer: 3 problems:\n  - ")
        .contains("'place' is missing")
        .contains("'size' must be a whole number from 1 to 9, but is '10'")
        .contains("'colour' is unknown");
    assertThat(shell.run("get", "--json", "--provider=place", "who").error())
        .containsEntry("code", "configuration")
        .hasEntrySatisfying(
            "problems", problems -> assertThat((List<?>) problems).hasSize(3));
  }

  @Test
  void listsAllProblemsOfTheSourcesAtOnce() throws IOException {
    write("provider=place");

    Shell.Result get = shell.run(
        "get", "--option=nonsense", "--option==x", "--option=size=1", "--option=size=2", "who");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err())
        .startsWith("coffer: 4 problems:\n")
        .contains("'size' is given twice")
        .contains("has no property that begins with 'coffer.'")
        .doesNotContain("nonsense");
  }

  @Test
  void refusesASecretAsAnArgument() {
    Shell.Result get = shell.run(
        "get", "--provider=place", "--option=place=x", "--option=place-password=hunter2", "who");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err())
        .contains("other users can see arguments")
        .contains("COFFER_PLACE_PASSWORD")
        .contains("coffer.place-password")
        .doesNotContain("hunter2");
  }

  @Test
  void refusesAPlaceWhereNothingWouldLookForTheSecret() {
    for (String place : List.of("file:/run/hunter2", "env:HUNTER2", "jdbc:h2:./hunter2")) {
      Shell.Result get = shell.run(
          "get",
          "--provider=place",
          "--option=encryption=none",
          "--option=place=" + named("argument"),
          "--option=place-password=" + place,
          "who");

      assertThat(get.exitCode()).isEqualTo(2);
      assertThat(get.out()).isEmpty();
      assertThat(get.err()).contains("COFFER_PLACE_PASSWORD").doesNotContain(place);
    }
  }

  @Test
  void takesTheSameSecretFromTheEnvironment() {
    shell.environment.put("COFFER_PLACE_PASSWORD", "hunter2");

    assertThat(shell
            .run(
                "get",
                "--provider=place",
                "--option=encryption=none",
                "--option=place=" + named("argument"),
                "who")
            .out())
        .isEqualTo("argument");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "COFFER_PLACE", "COFFER_PLACE_PASSWORD"
      })
  void refusesAVariableOfWhichACharacterWasLost(String variable) {
    shell.environment.put("COFFER_PROVIDER", "place");
    shell.environment.put("COFFER_ENCRYPTION", "none");
    shell.environment.put("COFFER_PLACE", named("variable"));
    shell.environment.put(variable, "/hunter2-\uFFFD");

    Shell.Result put = shell.input("x").run("put", "--create", "who");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err())
        .contains("variable " + variable + " ")
        .contains("a character of it was lost")
        .doesNotContain("hunter2");
  }

  @Test
  void takesAnEmptyVariableForOneThatIsNotSet() throws IOException {
    write("coffer.provider=place", "coffer.encryption=none", "coffer.place=" + named("property"));
    shell.environment.put("COFFER_PROVIDER", "");
    shell.environment.put("COFFER_PLACE", "");
    shell.environment.put("COFFER_SIZE", "");

    assertThat(shell.run("get", "who").out()).isEqualTo("property");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "There a file has no such permissions.")
  void warnsOfASecretInAFileThatOthersCanRead() throws IOException {
    String[] properties = {
      "coffer.provider=place",
      "coffer.encryption=none",
      "coffer.place=" + named("property"),
      "coffer.place-password=hunter2"
    };
    for (String others : List.of("rw-r-----", "rw----r--")) {
      write(properties);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(others));
      Shell.Result get = shell.run("get", "who");
      assertThat(get.out()).isEqualTo("property");
      assertThat(get.err())
          .startsWith("coffer: The properties file '" + file + "' holds 'place-password'")
          .contains("chmod 600")
          .hasLineCount(1)
          .doesNotContain("hunter2");
    }

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(shell.run("get", "who").err()).isEmpty();

    write("coffer.provider=place", "coffer.encryption=none", "coffer.place=" + named("property"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(shell.run("get", "who").err()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAPropertiesFile() throws IOException {
    assertThat(shell.run("get", "--config=/no/such/file", "who").err())
        .contains("There is no properties file '/no/such/file'");
    assertThat(shell.run("get", "--config=" + home, "who").err()).contains("cannot be read");

    write("coffer.place=\\u12");
    assertThat(shell.run("get", "who").err()).contains("malformed \\u escape");

    Files.write(file, new byte[] {'a', '=', (byte) 0xFF});
    assertThat(shell.run("get", "who").err()).contains("in UTF-8");

    Files.write(file, new byte[64 * 1_024 + 1]);
    assertThat(shell.run("get", "who").err()).contains("more than 65536 bytes");
  }

  @Test
  void makesAChosenStoreOnDemandAlone() {
    String[] put = {
      "put", "--provider=place", "--option=encryption=none", "--option=place=" + named("new"), "who"
    };
    Shell.Result without = shell.input("x").run(put);
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("There is no place of this name.");

    put[4] = "--create";
    String[] with = {
      "put",
      "--provider=place",
      "--option=encryption=none",
      "--option=place=" + named("new"),
      "--create",
      "who"
    };
    assertThat(shell.input("x").run(with).exitCode()).isZero();
  }

  @Test
  void saysTheProviderAndCreateInOneWay() {
    assertThat(shell.run("get", "--option=provider=place", "who").err()).contains("--provider");
    assertThat(shell.run("get", "--create", "--option=create=false", "who").err())
        .contains("not both");
  }

  @Test
  void warnsOfAStorageThatKeepsNothing() {
    Shell.Result put = shell.input("x").run("put", "--provider=memory", "who");

    assertThat(put.exitCode()).isZero();
    assertThat(put.err()).contains("'memory' keeps nothing");
  }
}
