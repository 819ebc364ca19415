package dev.coffer.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearNameTest {

  private static final List<String> KNOWN = List.of(
      "url", "path", "create", "list", "lists", "encryption", "encrypted-file", "master-key", "x");

  @ParameterizedTest
  @CsvSource({
    "pat, path",
    "paath, path",
    "pxth, path",
    "ptah, path",
    "PATH, path",
    "ulr, url",
    "craete, create",
    "encription, encryption",
    "encritpion, encryption",
    "encrypted_fiel, encrypted-file",
    "masterkey, master-key",
    "lits, list",
    "listss, lists"
  })
  void findsWhatWasMeant(String typed, String meant) {
    assertThat(NearName.of(typed, KNOWN)).contains(meant);
    assertThat(NearName.question(typed, KNOWN)).isEqualTo(" Did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "y", "xy", "bath-tub", "ptha0", "lru", "encript", "password", "hunter2"})
  void findsNothingThatIsFartherAway(String typed) {
    assertThat(NearName.of(typed, KNOWN)).isEmpty();
    assertThat(NearName.question(typed, KNOWN)).isEmpty();
  }

  @Test
  void takesNoLongTextForAName() {
    String known = "a".repeat(65);

    assertThat(NearName.of(known, List.of(known))).isEmpty();
    assertThat(NearName.of("a".repeat(64), List.of(known))).contains(known);
  }

  @Test
  void takesTheFirstOfSeveralThatAreAsNear() {
    assertThat(NearName.of("bar", List.of("ber", "bur", "bat"))).contains("bat");
  }

  @Test
  void knowsNothingWhereNothingIsKnown() {
    assertThat(NearName.of("path", List.of())).isEmpty();
  }
}
