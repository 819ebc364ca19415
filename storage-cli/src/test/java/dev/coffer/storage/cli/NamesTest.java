package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"tenant7", "refresh_token", "a/b", "user@host:8080", "ключ", "日本", "v=1"})
  void showsAPlainNameAsItIs(String name) {
    assertThat(Names.shown(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | \"\"",
        "'a b' | \"a b\"",
        "'a\"b\\c' | \"a\\\"b\\\\c\"",
        "'a\nb' | \"a\\u000ab\"",
        "$HOME | \"$HOME\""
      })
  void showsAnyOtherInQuotes(String name, String shown) {
    assertThat(Names.shown(name)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 0x1b, '\n', '\r', 0x7f, 0x85, 0x9b, 0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0x2066,
        0xfeff, 0xe0041
      })
  void letsNothingThroughThatATerminalObeysOrHides(int codePoint) {
    String shown = Names.safe("a" + Character.toString(codePoint) + "b");

    assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    assertThat(Names.shown(Character.toString(codePoint))).startsWith("\"\\u");
  }

  @Test
  void showsSeveralNamesAsArguments() {
    assertThat(Names.shown(List.of("tenant7", "a b", "key"))).isEqualTo("tenant7 \"a b\" key");
  }
}
