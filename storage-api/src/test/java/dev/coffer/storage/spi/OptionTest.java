package dev.coffer.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an option shows its values. */
final class OptionTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.25S, 250ms",
    "PT1.5S, 1500ms",
    "PT10S, 10s",
    "PT90S, 90s",
    "PT1M, 1m",
    "PT10M, 10m",
    "PT24H, 24h"
  })
  void aTimeIsShownAsItIsRead(Duration time, String text) {
    Option<Duration> option = Option.duration("wait", "how long", Duration.ZERO, time);

    assertThat(option.expected()).endsWith("from 0s to " + text);
    assertThat(option.withDefault(time).defaultText()).contains(text);
    assertThat(option.parse(text)).isEqualTo(time);
  }

  @Test
  void otherDefaultsAreShownAsTheyAreReadToo() {
    Option<Integer> size = Option.integer("size", "how large", 1, 9).withDefault(3);
    Option<Boolean> flag = Option.flag("flag", "whether").withDefault(false);

    assertThat(size.defaultText()).contains("3");
    assertThat(size.parse("3")).isEqualTo(3);
    assertThat(flag.defaultText()).contains("false");
    assertThat(Option.text("text", "what").defaultText()).isEmpty();
  }
}
