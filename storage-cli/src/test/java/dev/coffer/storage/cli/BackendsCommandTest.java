package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class BackendsCommandTest {

  private final Shell shell = Shell.empty();

  @Test
  void listsWhatWasFoundWithGuaranteesAndOptions() {
    Shell.Result backends = shell.run("backends");

    assertThat(backends.exitCode()).isZero();
    assertThat(backends.err()).isEmpty();
    assertThat(backends.out())
        .contains("  place  DURABLE, SHARED  (dev.coffer.storage.cli.PlaceProvider)\n")
        .contains("    place                 the name of the place (a text; required)\n")
        .contains("    place-password        what opens it (a text; may be secret)\n")
        .contains("    size                  how large it is"
            + " (a whole number from 1 to 9; default 3)\n");
  }

  @Test
  void showsTimesInTheOneNotationThatOptionsTake() {
    String out = shell.run("backends").out();

    assertThat(out)
        .contains("from 100ms to 1m; default 1m)")
        .contains("from 0s to 24h; default 0s)")
        .doesNotContainPattern("\\bPT[0-9]")
        .doesNotContainPattern("[0-9]000ms");
    assertThat(shell.run("backends", "--json").out()).doesNotContainPattern("\"PT[0-9]");
  }

  @Test
  void listsTheBrokenOnesAndWhy() {
    Shell.Result backends = shell.run("backends");

    assertThat(backends.out().substring(backends.out().indexOf("Broken:")))
        .contains("MissingProvider not found")
        .contains("SpeechlessProvider cannot say what it is (java.lang.IllegalStateException)")
        .doesNotContain("hunter2");
  }

  @Test
  void describesThemToAProgram() {
    Shell.Result backends = shell.run("backends", "--json");

    assertThat(backends.json()).containsOnlyKeys("storages", "sealers", "broken");
    assertThat(backends.json().get("broken"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
    assertThat(backends.objects("storages"))
        .filteredOn(storage -> "place".equals(storage.get("id")))
        .singleElement()
        .satisfies(place -> {
          assertThat(place).containsOnlyKeys("id", "class", "guarantees", "options");
          assertThat(place).containsEntry("guarantees", List.of("DURABLE", "SHARED"));
          assertThat(place.get("options"))
              .asInstanceOf(InstanceOfAssertFactories.LIST)
              .contains(Map.of(
                  "name", "size",
                  "description", "how large it is",
                  "expected", "a whole number from 1 to 9",
                  "default", "3",
                  "required", false,
                  "secret", false));
        });
  }

  @Test
  void findsEveryProviderOfCoffer() {
    Shell.Result backends = shell.run("backends", "--json");

    assertThat(backends.objects("storages"))
        .extracting(storage -> storage.get("id"))
        .contains("encrypted-file", "jdbc", "memory");
    assertThat(backends.objects("sealers"))
        .extracting(sealer -> sealer.get("id"))
        .contains("tink");
  }

  @Test
  void saysThatNothingWasFound() {
    shell.classLoader = ClassLoader.getPlatformClassLoader();

    assertThat(shell.run("backends").out()).isEqualTo("Storage providers: none\nSealers: none\n");
  }
}
