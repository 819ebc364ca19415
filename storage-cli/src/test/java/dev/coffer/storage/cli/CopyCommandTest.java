package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code copy}, and the count of {@code scopes}. */
@Tag("once")
final class CopyCommandTest {

  private static final String PASSWORD = "a-password-of-the-target";

  private static final String SOURCE_PASSPHRASE = "the source has these words";
  private static final String TARGET_PASSPHRASE = "and the target has others";

  @TempDir
  Path directory;

  private final Shell shell = Shell.withPlace();
  private final String targetPlace = UUID.randomUUID().toString();
  private String to = "";

  @BeforeEach
  void fill() throws IOException {
    shell.input("a").setUp("put", "tenant7", "alice", "token");
    shell.input("b").setUp("put", "--expires-in", "1h", "tenant7", "key");
    shell.input("c").setUp("put", "tenant8", "key");
    to = file(
        "to.properties",
        "coffer.provider=place",
        "coffer.place=" + targetPlace,
        "coffer.encryption=none");
  }

  @Test
  void copiesTheUsualStorageIntoAnother() {
    Shell.Result copied = shell.run("copy", "--to", to, "--create");

    assertThat(copied.exitCode()).isZero();
    assertThat(copied.out()).isEqualTo("Copied: 3, replaced: 0, deleted: 0, already there: 0.\n");
    assertThat(target().setUp("get", "tenant7", "alice", "token").out()).isEqualTo("a");
    assertThat(target().setUp("list", "--recursive").out())
        .isEqualTo(shell.setUp("list", "--recursive").out());
  }

  @Test
  void copiesBetweenTwoFiles() throws IOException {
    String from = file(
        "from.properties",
        "coffer.provider=place",
        "coffer.place=" + shell.place,
        "coffer.encryption=none");

    Shell.Result copied =
        Shell.empty().run("copy", "--from", from, "--to", to, "--create", "--json");

    assertThat(copied.exitCode()).as(copied.err()).isZero();
    assertThat(copied.out())
        .isEqualTo("{\"dryRun\":false,\"copied\":3,\"replaced\":0,\"deleted\":0,\"same\":0,"
            + "\"others\":0,\"behind\":0,\"broken\":0,\"unreadableInTarget\":0,"
            + "\"unreadableCount\":0,\"unreadable\":[]}\n");
  }

  @Test
  void neverMakesTheTargetUnaskedNorTheSourceAtAll() throws IOException {
    Shell.Result notMade = shell.run("copy", "--to", to);

    assertThat(notMade.exitCode()).isEqualTo(2);
    assertThat(notMade.err()).contains("There is no place of this name.");

    shell.setUp("copy", "--to", to, "--create");
    String nowhere = file(
        "nowhere.properties",
        "coffer.provider=place",
        "coffer.place=" + UUID.randomUUID(),
        "coffer.create=true",
        "coffer.encryption=none");
    assertThat(shell.run("copy", "--from", nowhere, "--to", to, "--create").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aSourceThatIsTheDefaultStoreMustBeThere() {
    Shell nothing = Shell.empty();
    nothing.environment.put("HOME", directory.toString());

    Shell.Result result = nothing.run("copy", "--to", to, "--create");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("There is no store to copy from");
  }

  @Test
  void aDryRunMakesAndChangesNothing() {
    Shell.Result dry = shell.run("copy", "--to", to, "--create", "--dry-run");

    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).isEqualTo("Would copy: 3, replace: 0, delete: 0, already there: 0.\n");
    assertThat(dry.err()).contains("not there yet");
    assertThat(target().run("list").exitCode()).isEqualTo(2);
  }

  @Test
  void aDryRunOpensTheTargetForReadingAlone() throws IOException {
    Path place = Files.createDirectory(directory.resolve("target"));
    Path store = place.resolve("into.coffer");
    String into = file(
        "into.properties",
        "coffer.path=" + store,
        "coffer.master-key=file:" + directory.resolve("master.key"),
        "coffer.create=true");
    shell.setUp("copy", "--to", into);
    byte[] beginningOfAFrame = {(byte) 0xC0, (byte) 0xFF, (byte) 0xE5}; // of a writer that died
    Files.write(store, beginningOfAFrame, StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(store);
    try (Stream<Path> others = Files.list(place).filter(path -> !path.equals(store))) {
      for (Path lock : others.toList()) {
        Files.delete(lock);
      }
    }

    Shell.Result dry = shell.run("copy", "--to", into, "--resume", "--dry-run");

    assertThat(dry.out()).as(dry.err()).endsWith("already there: 3.\n");
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
    assertThat(place).isDirectoryNotContaining(path -> !path.equals(store));
  }

  @Test
  void aTargetThatIsNotEmptyIsRefusedUntilItIsAskedFor() {
    shell.setUp("copy", "--to", to, "--create");

    Shell.Result again = shell.run("copy", "--to", to);
    Shell.Result resumed = shell.run("copy", "--to", to, "--resume");

    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("not empty", "resume");
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).endsWith("already there: 3.\n");
  }

  @Test
  void whatOnlyTheTargetHasIsToldAndDeletedOnDemand() {
    shell.setUp("copy", "--to", to, "--create");
    shell.setUp("delete", "tenant8", "key");
    shell.input("a2").setUp("put", "tenant7", "alice", "token");

    Shell.Result kept = shell.run("copy", "--to", to, "--resume");
    Shell.Result dry = shell.run("copy", "--to", to, "--resume", "--delete", "--dry-run");
    Shell.Result deleted = shell.run("copy", "--to", to, "--resume", "--delete");

    assertThat(kept.exitCode()).isEqualTo(5);
    assertThat(kept.out()).isEqualTo("Copied: 0, replaced: 1, deleted: 0, already there: 1.\n");
    assertThat(kept.err()).contains("Entries of the target that the source does not have: 1.");
    assertThat(dry.out()).isEqualTo("Would copy: 0, replace: 0, delete: 1, already there: 2.\n");
    assertThat(deleted.exitCode()).isZero();
    assertThat(deleted.out()).contains("deleted: 1");
    assertThat(target().setUp("list", "--recursive").out())
        .isEqualTo(shell.setUp("list", "--recursive").out());
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestCopied() {
    Damage.makeUnreadable(shell);

    Shell.Result copied = shell.run("copy", "--to", to, "--create");

    assertThat(copied.exitCode()).isEqualTo(3);
    assertThat(copied.out()).contains("Cannot be read: ").contains("Copied: 0,");
    assertThat(copied.err()).contains("Entries of the source that cannot be read: 3.");
  }

  @Test
  void oneStoreTwiceIsRefused() throws IOException {
    String same = file(
        "same.properties",
        "coffer.provider=place",
        "coffer.place=" + shell.place,
        "coffer.create=true",
        "coffer.encryption=none");

    Shell.Result result = shell.run("copy", "--to", same);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("the same store");
  }

  @Test
  void argumentsThatContradictEachOtherAreExplained() {
    assertThat(shell.run("copy").err()).contains("'--from', '--to' or both");
    assertThat(shell.run("copy", "--to", to, "--delete").err()).contains("'--resume'");
    assertThat(
            shell.run("copy", "--from", to, "--to", to, "--provider", "place").err())
        .contains("for neither");
    assertThat(shell.run("copy", "--to", directory.resolve("none").toString()).err())
        .contains("which --to names");
    assertThat(shell.input("x\n").run("copy", "--to", to, "--passphrase-stdin").err())
        .contains("neither's is");
  }

  @Test
  void secretsComeFromVariablesOfEachSideAndAreNeverShown() throws IOException {
    shell.environment.put("COFFER_TO_PLACE_PASSWORD", PASSWORD);
    shell.environment.put("COFFER_FROM_PLACE_PASSWORD", PASSWORD);

    Shell.Result copied = shell.run("copy", "--to", to, "--create");
    shell.environment.put("COFFER_TO_SIZE", PASSWORD);
    Shell.Result wrong = shell.run("copy", "--to", to, "--debug");

    assertThat(copied.exitCode()).as(copied.err()).isZero();
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(copied.out() + copied.err()).doesNotContain(PASSWORD);
    assertThat(shell.run("list").exitCode())
        .as("variables of a copy are nobody else's")
        .isZero();
  }

  @Test
  void keysOfBothSidesAreAskedForByName() throws IOException {
    String from = file(
        "from.properties",
        "coffer.path=" + directory.resolve("from.coffer"),
        "coffer.master-key=passphrase");
    String into = file(
        "into.properties",
        "coffer.path=" + directory.resolve("into.coffer"),
        "coffer.master-key=passphrase",
        "coffer.create=true");
    Shell two = Shell.empty();
    two.input(SOURCE_PASSPHRASE + "\nsecret")
        .setUp("put", "--config", from, "--create", "--passphrase-stdin", "key");

    Shell.Result copied = two.input(SOURCE_PASSPHRASE + "\n" + TARGET_PASSPHRASE + "\n")
        .run("copy", "--from", from, "--to", into, "--passphrase-stdin");

    assertThat(copied.exitCode()).as(copied.err()).isZero();
    assertThat(two.input(TARGET_PASSPHRASE + "\n")
            .run("get", "--config", into, "--passphrase-stdin", "key")
            .out())
        .isEqualTo("secret");
    two.terminal.attach();
    two.terminal.typed.add(SOURCE_PASSPHRASE);
    two.terminal.typed.add(TARGET_PASSPHRASE);
    two.setUp("copy", "--from", from, "--to", into, "--resume");
    assertThat(two.terminal.prompted.toString())
        .isEqualTo("Passphrase of the source: Passphrase of the target: ");
  }

  @Test
  void showsABarAtATerminalAndLinesElsewhere() {
    Shell.Result lines = shell.run("copy", "--to", to, "--create");
    shell.terminal.attach();
    Shell.Result bar = shell.run("copy", "--to", to, "--resume");

    assertThat(lines.err())
        .isEqualTo("coffer: 100 % of 3 entries copied\ncoffer: 100 % of 3 entries read back\n");
    assertThat(bar.err()).contains("\rcoffer: [" + "#".repeat(30) + "] 100 % of 3 entries copied");
  }

  @Test
  void countsTheEntriesOfEachScope() {
    assertThat(shell.run("scopes", "--count").out().lines())
        .containsExactlyInAnyOrder("        2  tenant7", "        1  tenant8");
    assertThat(shell.run("scopes", "--count", "--json").objects("scopes"))
        .anySatisfy(scope -> assertThat(scope).containsEntry("entries", 2L));
  }

  private Shell target() {
    Shell target = Shell.withPlace();
    target.environment.put("COFFER_PLACE", targetPlace);
    return target;
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines)).toString();
  }
}
