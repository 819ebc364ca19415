package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {

  @Test
  void anInterruptNeitherShortensItNorIsLost() {
    long begun = System.nanoTime();
    Thread.currentThread().interrupt();

    Pause.of(Duration.ofMillis(5));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(5_000_000);
  }
}
