package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose master key is a passphrase: asked for, or the first line of standard input. */
@Tag("once")
final class PassphraseTest {

  private static final String PASSPHRASE = "correct horse battery staple";

  private final Shell shell = Shell.empty();

  @TempDir
  private Path home;

  private Path store;

  @BeforeEach
  void chooseAPassphrase() {
    store = home.resolve("store.coffer");
    shell.choose(store, "passphrase");
  }

  @Test
  void aPersonIsAskedTwiceForANewOneAndOnceForAnOldOne() {
    shell.terminal.attach();
    type(PASSPHRASE, PASSPHRASE);
    shell.terminal.typed.addFirst("s3cret");

    shell.setUp("put", "--create", "key");

    assertThat(shell.terminal.prompted)
        .hasToString("Secret for key: New passphrase: The same again: ");
    shell.terminal.prompted.setLength(0);
    type(PASSPHRASE);
    assertThat(shell.run("get", "--reveal", "key").out()).isEqualTo("s3cret\n");
    assertThat(shell.terminal.prompted).hasToString("Passphrase: ");
  }

  @Test
  void aWrongOneOpensNothingAndIsNotShown() {
    shell.input(PASSPHRASE + "\ns3cret").setUp("put", "--create", "--passphrase-stdin", "key");

    Shell.Result wrong =
        shell.input("a wrong passphrase").run("get", "--debug", "--passphrase-stdin", "key");

    assertThat(wrong.exitCode()).isEqualTo(3);
    assertThat(wrong.err())
        .contains("does not open with the master key passphrase")
        .doesNotContain("a wrong passphrase");
  }

  @Test
  void theFirstLineOfStandardInputIsThePassphraseAndTheRestIsTheSecret() {
    shell
        .input(PASSPHRASE + "\nline one\nline two\n")
        .setUp("put", "--create", "--passphrase-stdin", "key");

    assertThat(shell
            .input(PASSPHRASE + "\r\n")
            .setUp("get", "--passphrase-stdin", "key")
            .out())
        .isEqualTo("line one\nline two");
    assertThat(shell.input(PASSPHRASE).setUp("list", "--passphrase-stdin").out())
        .contains("key");
  }

  @Test
  void twoThatDifferMakeNothing() {
    shell.terminal.attach();
    type("s3cret", PASSPHRASE, PASSPHRASE + "!");

    Shell.Result put = shell.run("put", "--create", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("differ, so nothing was made").doesNotContain(PASSPHRASE);
    assertThat(Files.exists(store)).isFalse();
  }

  @Test
  void aShortOneMakesNothing() {
    shell.terminal.attach();
    type("s3cret", "hunter2", "hunter2");

    Shell.Result put = shell.run("put", "--create", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("12 characters").doesNotContain("hunter2");
    assertThat(Files.exists(store)).isFalse();
  }

  @Test
  void withoutATerminalNothingIsReadThatWasNotMeant() {
    shell.input("s3cret, and no passphrase");

    Shell.Result put = shell.run("put", "--create", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("no terminal to ask").contains("--passphrase-stdin");
    assertThat(Files.exists(store)).isFalse();
  }

  @Test
  void aTerminalIsNoStandardInputToReadItFrom() {
    shell.terminal.attach();

    Shell.Result get = shell.run("get", "--passphrase-stdin", "key");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err()).contains("shows what is typed");
  }

  @Test
  void anEmptyOrEndlessOrBrokenLineIsRefused() {
    assertThat(refused("")).contains("is empty");
    assertThat(refused("\n" + PASSPHRASE)).contains("is empty");
    assertThat(refused("x".repeat(4_097))).contains("more than 4096 bytes");
    assertThat(shell
            .input(new byte[] {'a', (byte) 0xFF, '\n'})
            .run("get", "--passphrase-stdin", "key")
            .err())
        .contains("no text in UTF-8");
  }

  private String refused(String input) {
    Shell.Result get = shell.input(input).run("get", "--passphrase-stdin", "key");
    assertThat(get.exitCode()).isEqualTo(2);
    return get.err();
  }

  @Test
  void noArgumentAndNoVariableIsAPassphrase() {
    Shell.Result argument =
        shell.run("get", "--debug", "--option", "passphrase=" + PASSPHRASE, "key");
    shell.environment.put("COFFER_PASSPHRASE", PASSPHRASE);
    Shell.Result variable = shell.run("get", "--debug", "key");

    assertThat(argument.exitCode()).isEqualTo(2);
    assertThat(argument.err())
        .contains("'passphrase'", "from the program")
        .doesNotContain(PASSPHRASE);
    assertThat(variable.exitCode()).isEqualTo(2);
    assertThat(variable.err())
        .contains("'passphrase'", "from the program")
        .doesNotContain(PASSPHRASE);
  }

  @Test
  void theFlagIsRefusedWhereNoPassphraseIsNeeded() {
    shell.environment.put("COFFER_MASTER_KEY", "file:" + home.resolve("key"));

    assertThat(shell.input(PASSPHRASE).run("get", "--passphrase-stdin", "key").err())
        .contains("whose master-key is passphrase");
  }

  @Test
  void theDefaultStoreTakesOneToo() {
    shell.environment.remove("COFFER_PROVIDER");
    shell.environment.remove("COFFER_PATH");
    shell.environment.put("HOME", home.toString());

    Shell.Result put =
        shell.input(PASSPHRASE + "\ns3cret").setUp("put", "--passphrase-stdin", "key");

    assertThat(put.err()).contains("Made a new store").contains("passphrase is kept nowhere");
    assertThat(shell.input(PASSPHRASE).setUp("get", "--passphrase-stdin", "key").out())
        .isEqualTo("s3cret");
  }

  @Test
  void aNewOneIsNotToBeToldFromAnOldOneSoThatNobodyIsAskedForIt() {
    shell.environment.put("COFFER_NEW_MASTER_KEY", "true");

    Shell.Result put =
        shell.input(PASSPHRASE + "\ns3cret").run("put", "--create", "--passphrase-stdin", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("Leave 'new-master-key' out").doesNotContain(PASSPHRASE);
    assertThat(Files.exists(store)).isFalse();
  }

  private void type(String... lines) {
    shell.terminal.typed.addAll(List.of(lines));
  }
}
