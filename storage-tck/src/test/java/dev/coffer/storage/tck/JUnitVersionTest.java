package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit says so where JUnit is too old for it; KitSurroundingsTest runs it with one. */
class JUnitVersionTest {

  @ParameterizedTest
  @CsvSource({
    "5.12.2, 5.12",
    "5.9, 5.9",
    "4.13.2, 4.13",
    "1.12.2, 5.12",
    "1.10.5, 5.10",
    "5.0.0-M1, 5.0"
  })
  void anOlderOneIsNamedWithWhatIsNeeded(String version, String shown) {
    assertThatThrownBy(() -> JUnitVersion.require(version))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "needs JUnit 5.13 or later", "runs with " + shown + " (" + version + ")", "junit-bom");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "5.13.0",
        "5.13",
        "5.13.0-RC1",
        "1.13.4",
        "6.1.3",
        "10.0",
        "unknown",
        "6",
        "9999999.1"
      })
  void anyOtherIsTaken(String version) {
    assertThatCode(() -> JUnitVersion.require(version)).doesNotThrowAnyException();
  }

  @Test
  void thisOneIsTaken() {
    assertThatCode(JUnitVersion::require).doesNotThrowAnyException();
  }
}
