package com.example.tokens.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void theirTextHasNoOptionsValue() {
    Settings settings = new Settings(
        Map.of("url", "jdbc:postgresql://127.0.0.1/tokens?password=canary"),
        URI.create("http://127.0.0.1:9000"),
        "20s",
        Duration.ofSeconds(5),
        Duration.ofSeconds(3));

    assertThat(settings.toString()).contains("url", "9000").doesNotContain("canary");
  }
}
