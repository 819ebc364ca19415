package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {

  private final Shell shell = Shell.withPlace();

  @Test
  void aQuestionMarkIsANameWhereNothingGetsLost() {
    shell.input("x").setUp("put", "why?");

    assertThat(shell.run("get", "why?").out()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "Cp1252"})
  void aQuestionMarkMayStandForAnythingInASmallEncoding(String encoding) {
    shell.argumentEncoding = encoding;

    Shell.Result put = shell.input("x").run("put", "????");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains(encoding).contains("LC_ALL");
    assertThat(shell.input("x").run("put", "plain").exitCode()).isZero();
  }

  @Test
  void aReplacementCharacterStandsForWhatWasLost() {
    Shell.Result put = shell.input("x").run("put", "\uFFFD\uFFFD");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).contains("a character of it was lost");
  }
}
