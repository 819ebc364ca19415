package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code coffer keys}, over an encrypted file. */
@Tag("once")
final class KeysCommandTest {

  private final Shell shell = Shell.empty();

  @TempDir
  private Path directory;

  @BeforeEach
  void makeAStore() {
    shell.choose(directory.resolve("store.coffer"), place("master.key"));
    shell.input("one").setUp("put", "--create", "tenant7", "token");
    shell.input("two").setUp("put", "tenant7", "other");
  }

  @Test
  void aRotationIsTwoStepsResealAndClose() {
    Shell.Result begun = shell.type("keys rotate");
    assertThat(begun.out()).contains("Epoch 2").contains("2026-11-23T12:02:00Z");
    assertThat(shell.type("keys rotate --json").json())
        .containsOnlyKeys("epoch", "active", "activeFrom")
        .containsEntry("active", false);
    assertThat(states()).containsExactly("primary", "pre-active");

    shell.now = shell.now.plus(Duration.ofMinutes(2));
    assertThat(shell.type("keys rotate").out()).contains("Epoch 2 seals from now on");
    assertThat(shell.type("keys status").out())
        .contains("generation 3")
        .containsPattern("epoch 1 +decrypt-only +2026-11-23T12:02:00Z +2 records +xaes-256-gcm")
        .containsPattern("epoch 2 +primary +2026-11-23T12:02:00Z +0 records")
        .containsPattern("slot  1 +file");

    assertRefused(shell.type("keys close 1"), "2 records");
    assertThat(shell.type("keys reseal").out()).isEqualTo("Sealed anew: 2 records.\n");
    assertRefused(shell.type("keys close 1"), "Close it after 2026-11-23T12:04:00Z");
    shell.now = shell.now.plus(Duration.ofMinutes(2));
    assertThat(shell.type("keys close 1").out())
        .startsWith("Epoch 1 is closed: its key opens nothing.");

    assertThat(states()).containsExactly("closed", "primary");
    assertThat(shell.type("get tenant7 token").out()).isEqualTo("one");
  }

  @Test
  void waitsForNobodyWhereThatIsSaid() {
    shell.setUp("keys", "rotate", "--now", "--suite", "aes-256-gcm-siv");
    assertThat(shell.type("keys reseal --json").json())
        .containsOnlyKeys("resealed", "unreadable", "milliseconds")
        .containsEntry("resealed", 2L)
        .containsEntry("unreadable", 0L);
    assertThat(shell.type("keys close --now --json 1").json())
        .containsOnlyKeys("epoch", "state")
        .containsEntry("epoch", 1L)
        .containsEntry("state", "closed");
    assertThat(shell.type("keys reopen --json 1").json()).containsEntry("state", "decrypt-only");

    assertThat(shell.type("keys status --json").json())
        .containsOnlyKeys("generation", "epochs", "slots", "strayRecords")
        .containsEntry("generation", 4L)
        .containsEntry("strayRecords", 0L);
    Map<String, Object> epoch =
        shell.type("keys status --json").objects("epochs").get(1);
    assertThat(epoch)
        .containsOnlyKeys("epoch", "state", "since", "suite", "records")
        .containsEntry("suite", "aes-256-gcm-siv")
        .containsEntry("since", "2026-11-23T12:00:00Z")
        .containsEntry("records", 2L);
  }

  @Test
  void destroysAKeyAfterTheWaitingTimeAndAsksBefore() {
    shell.setUp("keys", "rotate", "--now");
    shell.setUp("keys", "reseal");
    shell.setUp("keys", "close", "--now", "1");

    assertThat(shell.type("keys destroy 1").err()).contains("--yes");
    assertRefused(shell.type("keys destroy --yes 1"), "30 days");
    shell.now = shell.now.plus(Duration.ofDays(30));
    shell.terminal.attach();
    shell.terminal.typed.add("no");
    assertThat(shell.type("keys destroy 1").err())
        .contains("Backups from before then")
        .contains("Nothing was destroyed.");
    assertThat(states()).containsExactly("closed", "primary");

    shell.terminal.typed.add("yes");
    assertThat(shell.type("keys destroy 1").exitCode()).isZero();
    assertThat(states()).containsExactly("destroyed", "primary");
    assertRefused(shell.type("keys reopen 1"), "DESTROYED");
    assertThat(shell.type("get tenant7 token").bytes()).isNotNull();
  }

  @Test
  void addsReplacesAndRemovesSlots() throws Exception {
    assertThat(
            shell.run("keys", "slots", "add", "--new-key", place("spare.key")).out())
        .isEqualTo("Slot 2 was added.\n");
    assertThat(directory.resolve("spare.key")).exists();
    assertThat(shell.type("keys slots list").out()).hasLineCount(2);

    assertRefused(shell.type("keys slots remove --now 2 1"), "No slot would be left");
    Shell.Result replaced = shell.run(
        "keys",
        "slots",
        "replace",
        "--now",
        "--new-key",
        place("third.key"),
        "--key",
        place("spare.key"),
        "1");
    assertThat(replaced.out()).contains("Epoch 2 seals from now on");

    assertThat(shell.type("get tenant7 token").exitCode()).isEqualTo(3);
    shell.environment.put("COFFER_MASTER_KEY", place("third.key"));
    assertThat(shell.type("get tenant7 token").out()).isEqualTo("one");
    assertRefused(shell.run("keys", "slots", "remove", "3", "--now"), "slot 2 (file)");
    assertThat(shell.run("keys", "slots", "remove", "--now", "2").exitCode()).isZero();
    assertThat(shell.type("keys slots list --json").objects("slots"))
        .extracting(slot -> slot.get("slot"))
        .containsExactly(3L);
    assertThat(Files.exists(directory.resolve("master.key"))).isTrue();
  }

  @Test
  void aPassphraseIsAskedForAndOpensTheStore() {
    shell.terminal.attach();
    shell.terminal.typed.addAll(List.of("correct horse", "correct horse"));

    assertThat(shell.type("keys slots add --new-key passphrase").exitCode()).isZero();
    assertThat(shell.terminal.prompted).contains("New passphrase of the new slot:");

    shell.environment.put("COFFER_MASTER_KEY", "passphrase");
    shell.terminal.typed.addAll(List.of("correct horse", "correct horse"));
    assertThat(shell.type("keys slots list").out())
        .containsPattern("slot  1 +file")
        .containsPattern("slot  2 +passphrase");
  }

  @Test
  void aKeyItselfIsNoPlaceAndIsNotRepeated() {
    String key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

    for (String place : List.of(key, "env:" + key, "file:" + key)) {
      Shell.Result added = shell.run("keys", "slots", "add", "--new-key", place);
      assertThat(added.exitCode()).isEqualTo(2);
      assertThat(added.err()).doesNotContain(key);
    }
  }

  @Test
  void aBarIsDrawnAtATerminalAndLinesElsewhere() {
    shell.setUp("keys", "rotate", "--now");
    assertThat(shell.type("keys reseal").err()).contains("coffer: 0 of 2 records");

    shell.setUp("keys", "rotate", "--now");
    shell.terminal.attach();
    assertThat(shell.type("keys reseal").err())
        .contains("\rcoffer: [..............................] 0 of 2 records")
        .endsWith(" \r");
  }

  @Test
  void wrongArgumentsAreToldBeforeAnythingIsOpened() {
    shell.environment.put("COFFER_PATH", directory.resolve("nowhere").toString());
    for (String line : List.of(
        "keys",
        "keys slots",
        "keys bogus",
        "keys close",
        "keys close one",
        "keys close --now x",
        "keys rotate --propagation soon",
        "keys rotate --propagation -PT1S",
        "keys rotate --suite rot13",
        "keys rotate --now --propagation 1s",
        "keys destroy --yes --waiting-time x 1",
        "keys slots add",
        "keys slots remove x")) {
      Shell.Result result = shell.type(line);
      assertThat(result.exitCode()).as(line).isEqualTo(2);
      assertThat(result.err()).as(line).startsWith("coffer: ").doesNotContain("nowhere");
    }
  }

  @Test
  void withoutAStoreThereAreNoKeys() {
    shell.environment.clear();
    shell.environment.put("HOME", directory.resolve("home").toString());

    Shell.Result status = shell.type("keys status --json");

    assertThat(status.error()).containsEntry("code", "configuration");
    assertThat(status.err()).contains("There is no store yet");
  }

  @Test
  void noneOfThemMakesAStoreWhateverIsSaidOfIt() {
    shell.environment.put("COFFER_PATH", directory.resolve("nowhere").toString());
    shell.environment.put("COFFER_MASTER_KEY", place("none.key"));

    for (String line : List.of("keys status --create", "keys rotate --create", "verify --create")) {
      Shell.Result result = shell.type(line);
      assertThat(result.exitCode()).as(line).isEqualTo(2);
      assertThat(result.err()).as(line).contains("makes no store, whatever 'create' says");
    }
    assertThat(directory.resolve("nowhere")).doesNotExist();
    assertThat(directory.resolve("none.key")).doesNotExist();
  }

  @Test
  void aPassphraseThatCannotBeAskedForNamesTheOptionThatIsThere() {
    String export = directory.resolve("export").toString();

    assertThat(shell.type("keys export --to " + export).err())
        .contains("no terminal to ask", "with --recovery-passphrase-stdin.");
    assertThat(shell.type("keys slots add --new-key passphrase").err())
        .contains("no terminal to ask", "run this at a terminal.");
  }

  private void assertRefused(Shell.Result result, String why) {
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.err()).startsWith("coffer: ").contains(why);
  }

  private List<Object> states() {
    return shell.type("keys status --json").objects("epochs").stream()
        .map(epoch -> epoch.get("state"))
        .toList();
  }

  private String place(String file) {
    return "file:" + directory.resolve(file);
  }
}
