package dev.coffer.storage.credentials;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.credentials.GridCell.Answer;
import dev.coffer.storage.credentials.GridCell.Callers;
import dev.coffer.storage.credentials.GridCell.Crash;
import dev.coffer.storage.credentials.GridCell.Expired;
import dev.coffer.storage.credentials.GridCell.Outcome;
import dev.coffer.storage.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every combination of what has expired, what the provider answers and where a process died, by one
 * caller, 32 threads and two processes, over memory and an encrypted file: as
 * {@code docs/credentials.md} says.
 */
@Tag("once")
class GridTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "credentials.md");
  private static final String BEGIN = "<!-- grid, checked by GridTest -->\n";
  private static final String END = "<!-- end of grid -->";

  @TempDir
  Path folder;

  private int files;

  private static Supplier<SecureStorage> inMemory() {
    MemoryBackend backend = new MemoryBackend();
    return () -> SecureStorage.over(backend).unsealed().build();
  }

  private Supplier<SecureStorage> inFile() {
    Map<String, String> options = Map.of(
        "path",
        folder.resolve("tokens" + files++).toString(),
        "master-key",
        "file:" + folder.resolve("master.key"),
        "create",
        "true");
    return () -> SecureStorage.open("encrypted-file", options);
  }

  @Test
  void everyCellOverMemoryIsAsTheDocumentSays() throws IOException {
    StringBuilder table = new StringBuilder("""
        | expired | a process died | the provider answers | a caller gets | stored | events \
        | a minute later, the provider well |
        |---|---|---|---|---|---|---|
        """);
    for (Expired expired : Expired.values()) {
      for (Crash crash : Crash.values()) {
        Map<Outcome, String> byOutcome = new LinkedHashMap<>();
        for (Answer answer : Answer.values()) {
          Outcome outcome = theSameForAll(expired, answer, crash);
          byOutcome.merge(outcome, answer.words, (a, b) -> a + ", " + b);
        }
        byOutcome.forEach((outcome, answers) -> table.append(Stream.of(
                expired.words,
                crash.words,
                byOutcome.size() == 1 ? "anything" : answers,
                outcome.got(),
                outcome.stored(),
                outcome.events(),
                outcome.later())
            .collect(joining(" | ", "| ", " |\n"))));
      }
    }
    Files.writeString(Path.of("target", "grid.md"), table);
    String document = Files.readString(DOCUMENT);
    assertThat(document)
        .as("the table in docs/credentials.md; what it should be is in target/grid.md")
        .contains(BEGIN + table + END);
  }

  private static Outcome theSameForAll(Expired expired, Answer answer, Crash crash) {
    Outcome one = new GridCell(expired, answer, crash, Callers.ONE, inMemory()).play();
    for (Callers callers : Callers.values()) {
      assertThat(new GridCell(expired, answer, crash, callers, inMemory()).play())
          .as("%s, %s, %s, %s", expired, answer, crash, callers)
          .isEqualTo(one);
    }
    return one;
  }

  @Test
  void everyCellOverAnEncryptedFileIsTheSame() {
    for (Expired expired : Expired.values()) {
      for (Crash crash : Crash.values()) {
        for (Answer answer : Answer.values()) {
          Outcome inMemory = new GridCell(expired, answer, crash, Callers.ONE, inMemory()).play();
          assertThat(new GridCell(expired, answer, crash, Callers.PROCESSES, inFile()).play())
              .as("%s, %s, %s", expired, answer, crash)
              .isEqualTo(inMemory);
        }
      }
    }
  }
}
