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
        0xfeff, 0xe0041, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x3164, 0xfe00,
        0xfe0f, 0xffa0, 0xe0100, 0xe01ef, 0xe0fff, 0xa0, 0x2003, 0x3000, 0x2800, 0x378, 0xfffe
      })
  void letsNothingThroughThatATerminalObeysOrHides(int codePoint) {
    String shown = Names.safe("a" + Character.toString(codePoint) + "b");

    assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
    assertThat(Names.shown(Character.toString(codePoint))).startsWith("\"\\u");
    assertThat(Names.shown("a" + Character.toString(codePoint))).startsWith("\"a\\u");
  }

  @Test
  void showsSeveralNamesAsArguments() {
    assertThat(Names.shown(List.of("tenant7", "a b", "key"))).isEqualTo("tenant7 \"a b\" key");
  }
}
