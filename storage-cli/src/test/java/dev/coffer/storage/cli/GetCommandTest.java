package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GetCommandTest {

  private final Shell shell = Shell.withPlace();

  @BeforeEach
  void putAToken() {
    shell.input("t0ken").setUp("put", "--expires-in=1h", "tenant7", "alice", "key");
  }

  @Test
  void givesAPipeTheBytesAndNothingElse() {
    Shell.Result get = shell.run("get", "tenant7", "alice", "key");

    assertThat(get.out()).isEqualTo("t0ken");
    assertThat(get.err()).isEmpty();
    assertThat(shell.run("get", "--reveal", "tenant7", "alice", "key").out()).isEqualTo("t0ken");
  }

  @Test
  void tellsATerminalAboutTheSecretAndNotTheSecret() {
    shell.terminal.output = true;

    Shell.Result get = shell.run("get", "tenant7", "alice", "key");

    assertThat(get.exitCode()).isZero();
    assertThat(get.out())
        .matches("version [0-9a-f]{32}\nexpires 2026-11-23T13:00:00Z\nlength  5 bytes\n");
    assertThat(get.err()).contains("--reveal");
  }

  @Test
  void revealsTheSecretToATerminalOnDemand() {
    shell.terminal.output = true;

    assertThat(shell.run("get", "--reveal", "tenant7", "alice", "key").out()).isEqualTo("t0ken\n");
  }

  @Test
  void sendsATerminalNothingThatItWouldObey() {
    shell.input("\u001b]0;owned\u0007").setUp("put", "escapes");
    shell.input(new byte[] {(byte) 0xC3, 0x28}).setUp("put", "binary");
    shell.terminal.output = true;

    for (String key : List.of("escapes", "binary")) {
      Shell.Result get = shell.run("get", "--reveal", key);
      assertThat(get.exitCode()).isEqualTo(2);
      assertThat(get.out()).isEmpty();
      assertThat(get.err()).contains("no text for a terminal");
    }
  }

  @Test
  void tellsAProgramTheSecretOnDemandAlone() {
    assertThat(shell.run("get", "--json", "tenant7", "alice", "key").json())
        .containsOnlyKeys("path", "key", "version", "expiresAt", "length")
        .containsEntry("path", List.of("tenant7", "alice"))
        .containsEntry("key", "key")
        .containsEntry("expiresAt", "2026-11-23T13:00:00Z")
        .containsEntry("length", 5L);
    assertThat(shell.run("get", "--json", "--reveal", "tenant7", "alice", "key").json())
        .containsEntry("value", "t0ken");
  }

  @Test
  void tellsAProgramABinarySecretInBase64() {
    shell.input(new byte[] {(byte) 0xFF, 0, 1}).setUp("put", "binary");

    assertThat(shell.run("get", "--json", "--reveal", "binary").json())
        .containsEntry("valueBase64", "/wAB")
        .containsEntry("expiresAt", null)
        .doesNotContainKey("value");
  }

  @Test
  void saysThatAnEntryIsAbsent() {
    Shell.Result get = shell.run("get", "tenant7", "alice", "other");

    assertThat(get.exitCode()).isEqualTo(1);
    assertThat(get.out()).isEmpty();
    assertThat(get.err())
        .isEqualTo("coffer: There is no entry tenant7 alice other, or it has expired.\n");
  }

  @Test
  void findsNothingOnceItHasExpired() {
    shell.now = Shell.NOW.plusSeconds(3_600);

    assertThat(shell.run("get", "tenant7", "alice", "key").exitCode()).isEqualTo(1);
  }

  @Test
  void saysThatAnEntryCannotBeRead() {
    Damage.makeUnreadable(shell);

    Shell.Result get = shell.run("get", "--json", "tenant7", "alice", "key");

    assertThat(get.exitCode()).isEqualTo(3);
    assertThat(get.out()).isEmpty();
    assertThat(get.error()).containsEntry("code", "unreadable").containsEntry("exitCode", 3L);
  }
}
