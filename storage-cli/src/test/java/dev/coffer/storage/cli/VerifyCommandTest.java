package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}. */
final class VerifyCommandTest {

  @TempDir
  Path directory;

  private final Shell shell = Shell.withPlace();

  @Test
  void countsWhatIsIntact() {
    shell.input("a").setUp("put", "tenant7", "alice", "token");
    shell.input("b").setUp("put", "tenant7", "key");
    shell.input("c").setUp("put", "tenant8", "key");

    Shell.Result whole = shell.run("verify");

    assertThat(whole.exitCode()).isZero();
    assertThat(whole.out()).isEqualTo("Intact: 3, unreadable: 0.\n");
    assertThat(whole.err()).isEmpty();
    assertThat(shell.run("verify", "tenant7").out()).isEqualTo("Intact: 2, unreadable: 0.\n");
  }

  @Test
  void tellsOfEachEntryOnDemandAndOfNoSecret() {
    shell.input("a secret").setUp("put", "tenant7", "alice", "token");

    Shell.Result each = shell.run("verify", "--each");

    assertThat(each.out()).matches("intact  [0-9a-f]{32}  tenant7 alice token\nIntact: 1, .*\n");
    assertThat(shell.run("verify", "--each", "--json").objects("entries"))
        .singleElement()
        .satisfies(entry -> assertThat(entry).containsEntry("key", "token"));
    assertThat(each.out() + shell.run("verify", "--each", "--json").out())
        .doesNotContain("a secret");
  }

  @Test
  void tellsOfEachEntryThatCannotBeReadAndEndsWith3() {
    shell.input("a").setUp("put", "tenant7", "alice", "token");
    shell.input("b").setUp("put", "tenant7", "key");
    Damage.makeUnreadable(shell);

    Shell.Result text = shell.run("verify");
    Shell.Result json = shell.run("verify", "--json");

    assertThat(text.exitCode()).isEqualTo(3);
    assertThat(text.out()).contains("Cannot be read: ").endsWith("Intact: 0, unreadable: 2.\n");
    assertThat(text.err()).startsWith("coffer: Entries that cannot be read: 2.");
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(json.json()).containsEntry("intact", 0L);
    assertThat(json.objects("unreadable")).hasSize(2);
  }

  @Test
  void findsNothingWrongWithAStoreThatIsNotMadeYet() {
    Shell nothing = Shell.empty();
    nothing.environment.put("HOME", directory.toString());

    Shell.Result verified = nothing.run("verify");

    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out()).isEqualTo("Intact: 0, unreadable: 0.\n");
    assertThat(verified.err()).contains("There is no store yet");
  }
}
