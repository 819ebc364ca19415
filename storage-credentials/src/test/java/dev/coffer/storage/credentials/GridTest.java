package dev.coffer.storage.credentials;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.credentials.GridCell.Answer;
import dev.coffer.storage.credentials.GridCell.Callers;
import dev.coffer.storage.credentials.GridCell.Crash;
import dev.coffer.storage.credentials.GridCell.Expired;
import dev.coffer.storage.credentials.GridCell.Outcome;
import dev.coffer.storage.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every combination of what has expired, what the provider answers and where a process died, by one
 * caller, 32 threads and two processes, over memory, an encrypted file, H2 and PostgreSQL: as
 * {@code docs/credentials.md} says.
 */
@Tag("once")
class GridTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "credentials.md");
  private static final String BEGIN = "<!-- grid, checked by GridTest -->\n";
  private static final String END = "<!-- end of grid -->";

  /** One that dies and two that live. */
  private static final int PROCESSES = 3;

  @TempDir
  Path folder;

  private static Supplier<StorageScope> inMemory() {
    MemoryBackend backend = new MemoryBackend();
    return () -> SecureStorage.over(backend).unsealed().build();
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
    Map<String, String> options =
        Map.of("path", folder.resolve("tokens").toString(), "master-key", key(), "create", "true");
    everyCellIsTheSameOver(() -> SecureStorage.open("encrypted-file", options));
  }

  @Test
  void everyCellOverH2IsTheSame() {
    Map<String, String> options =
        Map.of("url", "jdbc:h2:" + folder.resolve("h2"), "master-key", key(), "create", "true");
    everyCellIsTheSameOver(() -> SecureStorage.open("jdbc", options));
  }

  @Test
  @Tag("once")
  void everyCellOverPostgresIsTheSame() {
    try (PostgresSchema schema = PostgresSchema.create()) {
      Map<String, String> options = new HashMap<>(schema.options());
      options.putAll(Map.of("master-key", key(), "create", "true"));
      everyCellIsTheSameOver(() -> SecureStorage.open("jdbc", options));
    }
  }

  private String key() {
    return "file:" + folder.resolve("master.key");
  }

  /** Each process has a storage of its own for all cells, and each cell a scope. */
  private static void everyCellIsTheSameOver(Supplier<SecureStorage> opening) {
    List<SecureStorage> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(opening.get());
      }
      for (Expired expired : Expired.values()) {
        for (Crash crash : Crash.values()) {
          for (Answer answer : Answer.values()) {
            String cell = expired + ", " + crash + ", " + answer;
            Iterator<SecureStorage> next = processes.iterator();
            GridCell same = new GridCell(
                expired, answer, crash, Callers.PROCESSES, () -> next.next().scoped(cell));
            assertThat(same.play())
                .as(cell)
                .isEqualTo(new GridCell(expired, answer, crash, Callers.ONE, inMemory()).play());
          }
        }
      }
    } finally {
      processes.forEach(SecureStorage::close);
    }
  }
}
