package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is chosen reaches every place and every process, and is checked before. */
class ProviderSettingsTest {

  @TempDir
  private Path services;

  private ProviderSettings settings;

  @BeforeEach
  void choose() throws IOException {
    ProviderCandidate.services(services, MapProvider.class);
    settings = ProviderSettings.of("map").classPath(List.of(services));
  }

  @Test
  void areTheSameInAnotherProcess() {
    Map<String, String> properties = settings
        .options(Map.of("place", "{directory}/map", "size", "3"))
        .declared(Set.of(Guarantee.DURABLE))
        .toProperties();
    Properties there = new Properties();
    there.putAll(properties);

    ProviderSettings same = ProviderSettings.from(there);

    assertThat(same.toProperties()).isEqualTo(properties);
    assertThat(same.declared()).contains(Set.of(Guarantee.DURABLE));
    assertThat(same.problems()).isEmpty();
  }

  @Test
  void declareNothingOnlyWhenTold() {
    Properties there = new Properties();
    there.putAll(settings.declared(Set.of()).toProperties());

    assertThat(settings.declared()).isEmpty();
    assertThat(ProviderSettings.from(there).declared()).contains(Set.of());
  }

  @Test
  void putThePlaceIntoOptions() {
    Place place = Place.existing("r-1", services);

    StorageOptions options =
        settings.options(Map.of("place", "{directory}/{place}")).at(place);

    assertThat(options.get(MapProvider.PLACE)).isEqualTo(services + "/r-1");
    assertThat(options.get(FileKeySealerProvider.MASTER_KEY))
        .isEqualTo("file:" + services + "/master.key");
  }

  @Test
  void needNoKeyInClearText() {
    Place place = Place.existing("r-1", services);

    StorageOptions options =
        settings.options(Map.of("place", "{place}", "encryption", "none")).at(place);

    assertThat(options.names()).containsExactly("encryption", "place");
  }

  @Test
  void tellAllThatIsWrong() {
    assertThat(settings.options(Map.of("size", "10", "colour", "red")).problems())
        .hasSize(3)
        .anyMatch(problem -> problem.contains("'place' is missing"))
        .anyMatch(problem -> problem.contains("'size' must be a whole number from 1 to 9"))
        .anyMatch(problem -> problem.contains("'colour' is unknown"));
    assertThat(ProviderSettings.of("nothing").problems())
        .singleElement()
        .asString()
        .contains("There is no provider 'nothing'");
  }

  @Test
  void askWhetherTheNearestNameWasMeant() {
    assertThat(settings.options(Map.of("place", "{place}", "szie", "canary")).problems())
        .singleElement()
        .asString()
        .isEqualTo("Option 'szie' is unknown. Did you mean 'size'?");
    assertThat(ProviderSettings.of("mpa").classPath(List.of(services)).problems())
        .singleElement()
        .asString()
        .contains("There is no provider 'mpa'", "Did you mean 'map'?");
  }

  @Test
  void keepPlacesApart() {
    assertThat(settings.options(Map.of("place", "here")).problems())
        .containsExactly(
            "All places would be the same, since no option contains {directory} or {place}. A"
                + " provider that keeps nothing says so by isVolatile().");
  }

  @Test
  void showNoValue() {
    assertThat(settings.options(Map.of("password", "hunter2")))
        .hasToString("ProviderSettings[provider=map, options=[password]]");
  }
}
