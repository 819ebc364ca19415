package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class WorkProgressTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private WorkProgress progress(boolean terminal) {
    return new WorkProgress(new PrintStream(said, true, UTF_8), terminal, "copied");
  }

  @Test
  void drawsABarAtATerminalAndRemovesIt() {
    WorkProgress progress = progress(true);
    for (long done = 0; done <= 3_000; done++) {
      progress.at(done, 3_000);
    }
    progress.end();

    assertThat(said.toString(UTF_8))
        .contains("\rcoffer: [###############...............] 50 % of 3000 entries copied")
        .contains("\rcoffer: [##############################] 100 % of 3000 entries copied")
        .doesNotContain("\n")
        .matches("(?s).*\r +\r");
  }

  @Test
  void countsAtATerminalWhereTheEndIsNotKnown() {
    WorkProgress progress = progress(true);
    for (long done = 0; done <= 2_500; done += 100) {
      progress.at(done, WorkProgress.UNKNOWN);
    }

    assertThat(said.toString(UTF_8))
        .isEqualTo("\rcoffer: 1000 entries copied\rcoffer: 2000 entries copied");
  }

  @Test
  void writesALineForEachTenthWhereThereIsNoTerminal() {
    WorkProgress progress = progress(false);
    for (long done = 0; done <= 50; done++) {
      progress.at(done, 50);
    }
    progress.end();

    assertThat(said.toString(UTF_8).lines())
        .hasSize(10)
        .startsWith("coffer: 10 % of 50 entries copied")
        .endsWith("coffer: 100 % of 50 entries copied");
  }

  @Test
  void saysNothingOfWorkThatIsDoneAtOnce() {
    WorkProgress progress = progress(false);
    progress.at(999, WorkProgress.UNKNOWN);
    progress.end();

    assertThat(said.toString(UTF_8)).isEmpty();
  }
}
