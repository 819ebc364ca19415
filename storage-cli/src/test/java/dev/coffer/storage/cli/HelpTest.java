package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {

  private final Shell shell = Shell.empty();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put",
        "get",
        "list",
        "scopes",
        "delete",
        "clear",
        "verify",
        "copy",
        "salvage",
        "compact",
        "backends",
        "tck"
      })
  void explainsEachCommandWithExamples(String command) {
    Shell.Result help = shell.run(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: coffer " + command)
        .contains("--json")
        .contains("Examples:\n  coffer " + command)
        .doesNotContain("${")
        .doesNotContain("\u001b");
    assertThat(shell.run("help", command).out()).isEqualTo(help.out());
  }

  @Test
  void explainsTheWhole() {
    Shell.Result help = shell.run("--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .contains("Exit codes: 0 done, 1 absent or not compatible, 2 usage or configuration,")
        .contains(
            "put",
            "get",
            "list",
            "scopes",
            "delete",
            "clear",
            "verify",
            "copy",
            "salvage",
            "compact",
            "backends",
            "tck");
  }

  @Test
  void writesACompletionForShells() {
    Shell.Result completion = shell.run("generate-completion");

    assertThat(completion.exitCode()).isZero();
    assertThat(completion.out()).startsWith("#!/usr/bin/env bash").contains("--if-absent");
  }

  @Test
  void tellsItsVersion() {
    assertThat(shell.run("--version").out()).matches("coffer \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
    assertThat(shell.run("--version").exitCode()).isZero();
  }
}
