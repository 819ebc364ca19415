package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.storage.spi.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StorageOptionsTest {

  private static final Option<Duration> TIMEOUT = Option.duration(
          "lock-timeout", "how long", Duration.ZERO, Duration.ofMinutes(10))
      .withDefault(Duration.ofSeconds(10));

  @Test
  void theEnvironmentNamesProviderAndOptionsInCapitals() {
    StorageOptions options = StorageOptions.fromEnvironment(Map.of(
        "COFFER_PROVIDER", "jdbc",
        "COFFER_LOCK_TIMEOUT", "250ms",
        "COFFER_TEST_POSTGRES_URL", "not an option",
        "PATH", "/bin"));
    assertThat(options.provider()).contains("jdbc");
    assertThat(options.names()).containsExactly("lock-timeout");
    assertThat(options.get(TIMEOUT)).isEqualTo(Duration.ofMillis(250));
    assertThat(options.origin("lock-timeout")).isEqualTo("COFFER_LOCK_TIMEOUT");
  }

  @Test
  void propertiesNameThemWithAPrefixAndOthersAreLeftAlone() {
    Properties properties = new Properties();
    properties.setProperty("coffer.provider", "encrypted-file");
    properties.setProperty("coffer.path", "/tmp/store");
    properties.setProperty("server.port", "80");
    StorageOptions options = StorageOptions.from(properties);
    assertThat(options.provider()).contains("encrypted-file");
    assertThat(options.names()).containsExactly("path");
    assertThat(StorageOptions.from(new Properties()).provider()).isEmpty();
  }

  @Test
  void whatIsGivenInAnotherFormIsRefusedRatherThanPassedOver() {
    Properties properties = new Properties();
    properties.put("coffer.read-only", true);
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> StorageOptions.from(properties))
        .withMessageContaining("coffer.read-only");
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> StorageOptions.fromEnvironment(Map.of("COFFER_path", "canary")))
        .withMessageContaining("COFFER_path")
        .withMessageNotContaining("canary");
  }

  @Test
  void anotherProviderTakesTheSameOptions() {
    StorageOptions options = StorageOptions.of("platform").with("lock-timeout", "1s");
    StorageOptions other = options.withProvider("encrypted-file");
    assertThat(other.provider()).contains("encrypted-file");
    assertThat(other.get(TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.provider()).contains("platform");
  }

  @Test
  void aLaterValueReplacesAnEarlierOne() {
    StorageOptions options =
        StorageOptions.of("p").with("lock-timeout", "1s").with(TIMEOUT, Duration.ofSeconds(2));
    assertThat(options.get(TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.with("lock-timeout", "3m").get(TIMEOUT)).isEqualTo(Duration.ofMinutes(3));
    assertThat(StorageOptions.of("p").get(TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aMissingValueIsSaid() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> StorageOptions.of("p").get(Option.text("name", "a name")))
        .withMessageContaining("'name' is missing");
  }

  @Test
  void aTextThatIsNoValueIsRefusedWithWhatIsExpected() {
    refused(Option.integer("n", "", 1, 10), "0", "a whole number from 1 to 10");
    refused(Option.integer("n", "", 1, 10), "1e3", "a whole number from 1 to 10");
    refused(Option.flag("f", ""), "yes", "true or false");
    refused(Option.choice("c", "", "red", "blue"), "green", "one of red, blue");
    refused(Option.path("p", ""), "a\0b", "a path");
    refused(Option.text("t", ""), "", "a text");
    refused(TIMEOUT, "11m", "from 0s to 10m");
    refused(TIMEOUT, "10", "such as 500ms");
    refused(TIMEOUT, "9999999999h", "such as 500ms");
    refused(Option.object("o", "", Runnable.class), "x", "from the program");
  }

  private static void refused(Option<?> option, String text, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> option.parse(text))
        .withMessageContaining("'" + option.name() + "'")
        .withMessageContaining(expected);
  }

  @Test
  void theTextOfASecretOptionIsNotShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Option.integer("pin", "", 1, 10).secret().parse("canary"))
        .withMessageContaining("a text of 6 characters")
        .withMessageNotContaining("canary");
  }

  @Test
  void valuesAreParsedToTheirTypes() {
    assertThat(Option.path("p", "").parse("a/b")).isEqualTo(Path.of("a", "b"));
    assertThat(Option.flag("f", "").parse("true")).isTrue();
    assertThat(Option.integer("n", "", -5, 10).parse("-5")).isEqualTo(-5);
    assertThat(List.of(TIMEOUT.parse("0ms"), TIMEOUT.parse("10m")))
        .containsExactly(Duration.ZERO, Duration.ofMinutes(10));
  }

  @Test
  void aNameIsLowerCaseWordsWithHyphens() {
    for (String name : List.of("", "A", "a_b", "-a", "a-", "a--b", "1a", "a b")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Option.text(name, ""));
    }
  }
}
