package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code delete} and {@code clear}. */
final class DeletionTest {

  private final Shell shell = Shell.withPlace();

  @BeforeEach
  void putSomeEntries() {
    shell.input("a").setUp("put", "tenant7", "alice", "key");
    shell.input("b").setUp("put", "tenant7", "alice", "phone", "key");
    shell.input("c").setUp("put", "tenant7", "bob", "key");
  }

  @Test
  void deletesAnEntryAndNoOther() {
    assertThat(shell.run("delete", "tenant7", "alice", "key").exitCode()).isZero();

    assertThat(shell.run("get", "tenant7", "alice", "key").exitCode()).isEqualTo(1);
    assertThat(shell.run("get", "tenant7", "alice", "phone", "key").out()).isEqualTo("b");
  }

  @Test
  void findsNothingWrongInDeletingTwice() {
    assertThat(shell.run("delete", "nobody", "key").exitCode()).isZero();
    assertThat(shell.run("delete", "--json", "tenant7", "nothing").json())
        .containsOnlyKeys("path", "key", "deleted")
        .containsEntry("path", List.of("tenant7"))
        .containsEntry("key", "nothing")
        .containsEntry("deleted", true);
  }

  @Test
  void deletesOnlyTheVersionThatIsMeant() {
    String version = String.valueOf(
        shell.run("get", "--json", "tenant7", "bob", "key").json().get("version"));
    shell.input("newer").setUp("put", "tenant7", "bob", "key");

    Shell.Result delete = shell.run("delete", "--if-version", version, "tenant7", "bob", "key");

    assertThat(delete.exitCode()).isEqualTo(5);
    assertThat(delete.err()).startsWith("coffer: ").contains("nothing was changed");
    assertThat(shell.run("get", "tenant7", "bob", "key").out()).isEqualTo("newer");
  }

  @Test
  void clearsAScopeWithAllBelowAndNothingBeside() {
    assertThat(shell.run("clear", "--yes", "--json", "tenant7", "alice").json())
        .containsOnlyKeys("path", "cleared")
        .containsEntry("path", List.of("tenant7", "alice"))
        .containsEntry("cleared", true);

    assertThat(shell.run("list", "--recursive").out()).hasLineCount(1).contains("tenant7 bob key");
  }

  @Test
  void clearsNothingUnasked() {
    Shell.Result clear = shell.run("clear", "tenant7");

    assertThat(clear.exitCode()).isEqualTo(2);
    assertThat(clear.err()).contains("--yes");
    assertThat(shell.run("list", "--recursive").out()).hasLineCount(3);
  }

  @Test
  void clearsTheWholeStoreWhenThatIsSaidAlone() {
    assertThat(shell.run("clear", "--yes").err()).contains("--all");
    assertThat(shell.run("clear", "--yes", "--all", "tenant7").exitCode()).isEqualTo(2);
    assertThat(shell.run("list", "--recursive").out()).hasLineCount(3);

    assertThat(shell.run("clear", "--yes", "--all").exitCode()).isZero();
    assertThat(shell.run("list", "--recursive").out()).isEmpty();
  }
}
