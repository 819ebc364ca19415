package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coffer keys slots}, where two slots are of one kind. */
@Tag("once")
final class SlotsCommandTest {

  private static final String ADDED = "2026-11-23T12:00:00Z";

  private final Shell shell = Shell.empty();

  @TempDir
  private Path directory;

  @BeforeEach
  void makeAStore() {
    shell.choose(directory.resolve("store.coffer"), place("master.key"));
    shell.input("one").setUp("put", "--create", "token");
  }

  @Test
  void ofTwoFilesItSaysWhichIsInUseAndWhichIsWhose() {
    shell.setUp("keys", "slots", "add", "--label", "the safe", "--new-key", place("spare.key"));

    assertThat(shell.type("keys slots list").out().lines())
        .containsExactly(
            "slot  1     file          -                         opened by the key in use",
            "slot  2     file          " + ADDED + "      \"the safe\"");
    assertThat(shell
            .run("keys", "slots", "list", "--key", place("spare.key"))
            .out()
            .lines())
        .element(1)
        .asString()
        .endsWith("\"the safe\"  opened by " + place("spare.key"));
    shell.environment.put("COFFER_MASTER_KEY", place("spare.key"));
    assertThat(shell.type("keys status").out())
        .containsPattern("slot  1 +file +-\n")
        .containsPattern("slot  2 .*\"the safe\"  opened by the key in use\n");
  }

  @Test
  void aProgramIsToldTheSame() {
    shell.setUp("keys", "slots", "add", "--label", "Bob", "--new-key", place("spare.key"));
    Map<String, Object> first = new HashMap<>(Map.of("slot", 1L, "kind", "file", "inUse", true));
    first.put("added", null);
    first.put("label", null);
    first.put("place", null);
    first.put("openedBy", List.of());
    Map<String, Object> second = new HashMap<>(Map.of("slot", 2L, "kind", "file", "inUse", false));
    second.put("added", ADDED);
    second.put("label", "Bob");
    second.put("place", null);
    second.put("openedBy", List.of(place("spare.key")));

    Shell.Result list = shell.run("keys", "slots", "list", "--json", "--key", place("spare.key"));

    assertThat(list.objects("slots")).containsExactly(first, second);
  }

  @Test
  void aKeyThatOpensNoSlotIsNamed() throws Exception {
    shell.setUp("keys", "slots", "add", "--new-key", place("spare.key"));
    Files.copy(directory.resolve("spare.key"), directory.resolve("old.key"));
    shell.setUp("keys", "slots", "remove", "--now", "2");

    Shell.Result list = shell.run("keys", "slots", "list", "--key", place("old.key"));

    assertThat(list.exitCode()).isZero();
    assertThat(list.err())
        .isEqualTo("coffer: The master key " + place("old.key") + " opens no slot.\n");
  }

  @Test
  void ofTwoPassphrasesExactlyTheOneThatIsNamedIsRemoved() {
    shell.terminal.attach();
    type("alice's passphrase", "alice's passphrase");
    shell.setUp("keys", "slots", "add", "--label", "Alice", "--new-key", "passphrase");
    type("bob's passphrase", "bob's passphrase");
    shell.setUp("keys", "slots", "add", "--label", "Bob", "--new-key", "passphrase");

    type("bob's passphrase");
    assertThat(shell.type("keys slots list --key passphrase").out())
        .containsPattern("slot  2 +passphrase +\\S+ +Alice\n")
        .containsPattern("slot  3 +passphrase +\\S+ +Bob  opened by passphrase\n");
    Shell.Result refused = shell.type("keys slots remove --now 3");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.err()).contains("slot 2 (passphrase, \"Alice\")");
    type("alice's passphrase");
    assertThat(shell.type("keys slots remove --now --key passphrase 3").exitCode())
        .isZero();

    shell.environment.put("COFFER_MASTER_KEY", "passphrase");
    type("bob's passphrase");
    assertThat(shell.type("get --reveal token").exitCode()).isEqualTo(3);
    type("alice's passphrase");
    assertThat(shell.type("get --reveal token").out()).isEqualTo("one\n");
  }

  @Test
  void aLabelIsGivenAndTakenAwayLater() {
    assertThat(shell.run("keys", "slots", "label", "1", "the \"first\"").out())
        .isEqualTo("Slot 1 is called \"the \\\"first\\\"\".\n");
    assertThat(shell.type("keys slots list").out()).contains("\"the \\\"first\\\"\"");
    assertThat(shell.type("keys slots label --json 1 Bob").json())
        .isEqualTo(Map.of("slot", 1L, "label", "Bob"));

    assertThat(shell.type("keys slots label 1 --none").out()).isEqualTo("Slot 1 has no label.\n");

    assertThat(shell.type("keys slots list").out()).doesNotContain("Bob");
    assertThat(shell.type("keys slots label 2 Bob").exitCode()).isEqualTo(5);
  }

  @Test
  void aSlotIsReplacedByOneWithALabel() {
    shell.setUp(
        "keys", "slots", "replace", "--now", "--label", "Bob", "--new-key", place("new.key"), "1");
    shell.environment.put("COFFER_MASTER_KEY", place("new.key"));

    assertThat(shell.type("keys slots list").out())
        .containsPattern("^slot  2 +file +\\S+ +Bob  opened by the key in use\n$");
  }

  @Test
  void aLabelThatIsNoneMakesNothingAndIsNotRepeated() {
    String key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    for (String[] line : List.of(
        new String[] {"add", "--label", key, "--new-key", place("spare.key")},
        new String[] {"replace", "--label", key, "--new-key", place("spare.key"), "1"},
        new String[] {"label", "1", key})) {
      String[] whole = new String[line.length + 2];
      whole[0] = "keys";
      whole[1] = "slots";
      System.arraycopy(line, 0, whole, 2, line.length);

      Shell.Result refused = shell.run(whole);

      assertThat(refused.exitCode()).as(line[0]).isEqualTo(2);
      assertThat(refused.err()).contains("looks like a key").doesNotContain(key);
    }
    assertThat(directory.resolve("spare.key")).doesNotExist();
    assertThat(shell.type("keys slots label 1").exitCode()).isEqualTo(2);
    assertThat(shell.type("keys slots label 1 Bob --none").exitCode()).isEqualTo(2);
    assertThat(shell.type("keys slots label one Bob").exitCode()).isEqualTo(2);
  }

  private void type(String... lines) {
    shell.terminal.typed.addAll(List.of(lines));
  }

  private String place(String file) {
    return "file:" + directory.resolve(file);
  }
}
