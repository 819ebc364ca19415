package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command does when it cannot do what it was asked. */
final class FailureTest {

  private final Shell shell = Shell.withPlace();

  @ParameterizedTest
  @CsvSource({
    "key, 3, key-unavailable, The key is not there.",
    "store, 3, unreadable, The place is damaged.",
    "unavailable, 4, unavailable, The place is closed."
  })
  void hasACodeForEachKindOfFailure(String fault, int exitCode, String word, String message) {
    shell.environment.put("COFFER_FAULT", fault);
    for (String command : List.of("get", "list", "scopes", "delete")) {
      Shell.Result result = shell.run(command, "key");
      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).isEqualTo("coffer: " + message + "\n");
    }

    Shell.Result put = shell.input("secret").run("put", "--json", "key");
    assertThat(put.exitCode()).isEqualTo(exitCode);
    assertThat(put.error())
        .containsOnlyKeys("code", "exitCode", "message", "problems", "hint")
        .containsEntry("code", word)
        .containsEntry("exitCode", (long) exitCode)
        .containsEntry("message", message)
        .containsEntry("problems", List.of(message));
  }

  @Test
  void saysThatTheOutcomeOfAWriteIsUnknown() {
    shell.environment.put("COFFER_FAULT", "outcome");

    Shell.Result put = shell.input("secret").run("put", "key");

    assertThat(put.exitCode()).isEqualTo(4);
    assertThat(put.err())
        .matches("coffer: The line broke. .* it has the version [0-9a-f]{32}: see .*\n");
  }

  @Test
  void doesNotShowWhatAnUnknownFailureSays() {
    shell.input(OddInput.failing(() -> {
      throw new UncheckedIOException("password=hunter2", new IOException("hunter2"));
    }));

    Shell.Result put = shell.run("put", "--debug", "key");

    assertThat(put.exitCode()).isEqualTo(4);
    assertThat(put.err())
        .startsWith("coffer: Failed with java.io.UncheckedIOException, which should not happen")
        .contains("Caused by: java.io.UncheckedIOException\n    at ")
        .doesNotContain("hunter2");
  }

  @Test
  void showsWhereAFailureCameFromOnDemandAlone() {
    shell.environment.put("COFFER_FAULT", "unavailable");

    assertThat(shell.run("get", "key").err()).hasLineCount(1);
    assertThat(shell.run("get", "--debug", "key").err())
        .contains("StorageUnavailableException: The place is closed.\n    at ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "put", "delete", "bogus", "get --bogus key", "backends extra"})
  void tellsHowACommandIsUsed(String line) {
    Shell.Result result = shell.type(line);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("coffer: ").hasLineCount(1).contains("--help");
  }

  @Test
  void tellsThatACommandIsMissing() {
    assertThat(shell.run().err()).isEqualTo("coffer: A command is missing: see 'coffer --help'.\n");
    assertThat(shell.run().exitCode()).isEqualTo(2);
    assertThat(shell.run("--json", "get").exitCode()).isEqualTo(2);
  }

  @Test
  void repeatsNoValueOfAnOptionThatItDoesNotKnow() {
    Shell.Result put = shell.input("x").run("put", "--password=hunter2", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("'--password'").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "put -pc4nary key, There is no option '-p'",
    "put --passwordc4nary key, Argument 2 is no option that there is",
    "put --passwordc4nary=x key, Argument 2 is no option that there is",
    "put --pass-word=c4nary key, There is no option '--pass-word'",
    "put --json=c4nary key, '--json'",
    "put --raw=c4nary key, '--raw'",
    "put --config=a --config=c4nary key, '--config'",
    "put --if-absent --if-version=c4nary key, exclusive",
    "put --config --expires-in=c4nary, '--config'",
    "list --limit=c4nary, '--limit'",
    "backends c4nary, Too many arguments",
    "c4nary, no such command",
    "help c4nary, no such command",
    "--version=c4nary, '--version'",
    "put --if-version=c4nary key, version",
    "list --after=c4nary, ''"
  })
  void repeatsNothingThatMayBeAValueInAWrongPlace(String line, String message) {
    for (String extra : List.of("", " --json")) {
      Shell.Result result = shell.input("x").type(line + extra);

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains(message).doesNotContain("4nary");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lsit, There is no such command (did you mean 'list'?): see 'coffer --help'.",
    "keys sttaus, There is no such command (did you mean 'status'?): see 'coffer keys --help'.",
    "keys slots lst, There is no such command (did you mean 'list'?): see 'coffer keys slots --help'.",
    "help scpoes, There is no such command (did you mean 'scopes'?): see 'coffer --help'.",
    "put --creat key, Argument 2 is no option that there is (did you mean '--create'?)",
    "put --pasphrase-sdtin key, (did you mean '--passphrase-stdin'?)",
    "list --recursiv=c4nary, There is no option '--recursiv' (did you mean '--recursive'?)",
    "get --provder=c4nary key, There is no option '--provder' (did you mean '--provider'?)"
  })
  void asksWhetherTheNearestNameWasMeant(String line, String message) {
    Shell.Result result = shell.type(line);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message).doesNotContain("c4nary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bogus", "keys bogus", "put --bogus key", "backends extra", "--json", ""})
  void asksNothingWhereNothingIsNear(String line) {
    assertThat(shell.type(line).err()).doesNotContain("did you mean");
  }

  @Test
  void asksForTheProviderAndTheOptionThatWereMeant() {
    Shell other = Shell.empty();

    assertThat(other.run("get", "--provider", "jdcb", "key").err())
        .contains("There is no provider 'jdcb'")
        .contains("Did you mean 'jdbc'?");
    shell.environment.put("COFFER_SZIE", "c4nary");
    assertThat(shell.run("get", "key").err())
        .contains("'szie' is unknown", "Did you mean 'size'?")
        .doesNotContain("c4nary");
  }

  @Test
  void printsJsonWhereverItIsAskedFor() {
    for (String json : List.of("--json", "--json=true", "--json=TRUE")) {
      assertThat(shell.run("get", json, "key").error()).containsEntry("code", "absent");
      assertThat(shell.run("get", json, "--bogus", "key").error()).containsEntry("code", "usage");
    }
    assertThat(shell.run("get", "--json=false", "key").err()).startsWith("coffer: ");
    assertThat(shell.run("get", "--json", "--json=false", "key").exitCode()).isEqualTo(2);
  }

  @Test
  void tellsHowTheCommandMakesAStore() {
    shell.environment.put("COFFER_PROVIDER", "jdbc");
    shell.environment.remove("COFFER_PLACE");
    shell.environment.put("COFFER_URL", "jdbc:h2:mem:" + shell.place);

    assertThat(shell.run("get", "key").err()).contains("create=true").contains("--create");
    assertThat((String) shell.run("get", "--json", "key").error().get("hint"))
        .contains("--create")
        .contains("COFFER_URL");
    assertThat(shell.run("get", "--bogus", "key").err()).doesNotContain("--create");
  }

  @Test
  void failsQuietlyWhenTheReaderHasGone() {
    shell.input("secret").setUp("put", "key");

    Shell.Result get = shell.output(failing("Broken pipe")).run("get", "key");

    assertThat(get.exitCode()).isEqualTo(4);
    assertThat(get.err()).isEmpty();
  }

  @Test
  void saysThatOutputCannotBeWritten() {
    shell.input("secret").setUp("put", "key");
    shell.output(failing("No space left on device"));

    for (String line : List.of("get key", "list", "list --json", "backends", "--help")) {
      Shell.Result result = shell.type(line);
      assertThat(result.exitCode()).isEqualTo(4);
      assertThat(result.err()).contains("tandard output cannot be written");
    }
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
