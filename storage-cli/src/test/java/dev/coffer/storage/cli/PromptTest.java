package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PromptTest {

  private final Shell shell = Shell.withPlace();

  @BeforeEach
  void sitAtATerminal() {
    shell.terminal.attach();
  }

  @Test
  void asksForTheSecretByTheEntrysNames() {
    shell.terminal.typed.add("s3cret");

    shell.setUp("put", "tenant7", "alice\u001b[2J", "token");

    assertThat(shell.terminal.prompted)
        .hasToString("Secret for tenant7 \"alice\\u001b[2J\" token: ");
    assertThat(
            shell.run("get", "--reveal", "tenant7", "alice\u001b[2J", "token").out())
        .isEqualTo("s3cret\n");
  }

  @Test
  void putsNothingWhenNothingIsEntered() {
    shell.terminal.typed.add("");
    assertThat(shell.run("put", "key").err()).contains("--allow-empty");

    shell.terminal.typed.clear();
    Shell.Result endOfInput = shell.run("put", "key");
    assertThat(endOfInput.exitCode()).isEqualTo(2);
    assertThat(endOfInput.err()).contains("No secret was entered");
    assertThat(shell.run("get", "key").exitCode()).isEqualTo(1);
  }

  @Test
  void doesNotTrustALineThatTheTerminalMayHaveCut() {
    shell.terminal.typed.add("x".repeat(4_094));
    shell.setUp("put", "key");

    shell.terminal.typed.add("x".repeat(4_095));
    Shell.Result cut = shell.run("put", "key");
    assertThat(cut.exitCode()).isEqualTo(2);
    assertThat(cut.err()).contains("less than 4095 bytes").contains("pipe this secret in");
  }

  @Test
  void neverReadsASecretThatWouldBeSeen() {
    shell.terminal.output = false;
    shell.input("typed in the open");

    Shell.Result put = shell.run("put", "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("both known to be a terminal").contains("pipe it in");
  }

  @Test
  void asksBeforeItClears() {
    shell.terminal.typed.add("secret");
    shell.setUp("put", "tenant7", "alice", "key");

    shell.terminal.typed.add("n");
    assertThat(shell.run("clear", "tenant7").err()).isEqualTo("coffer: Nothing was deleted.\n");
    assertThat(shell.run("clear", "tenant7").exitCode()).isEqualTo(2);
    assertThat(shell.run("get", "tenant7", "alice", "key").exitCode()).isZero();

    shell.terminal.typed.add(" Yes ");
    assertThat(shell.run("clear", "tenant7").exitCode()).isZero();
    assertThat(shell.terminal.prompted).contains("Delete every entry in tenant7 and below? [y/N] ");
    assertThat(shell.run("get", "tenant7", "alice", "key").exitCode()).isEqualTo(1);
  }

  @Test
  void knowsHowLongALineItsTerminalTakes() {
    assertThat(new SystemTerminal(true, true, "Linux").maxLine()).isEqualTo(4_095);
    assertThat(new SystemTerminal(true, true, "Mac OS X").maxLine()).isEqualTo(1_023);
  }

  @Test
  void hasNoPromptWhereAStreamIsPiped() {
    assertThat(new SystemTerminal(true, false, "Linux").canPrompt()).isFalse();
    assertThat(new SystemTerminal(false, true, "Linux").canPrompt()).isFalse();
  }
}
