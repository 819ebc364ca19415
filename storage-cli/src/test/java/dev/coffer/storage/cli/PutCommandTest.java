package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PutCommandTest {

  private final Shell shell = Shell.withPlace();

  @Test
  void keepsARealTokenAndTellsItsVersion() {
    String token = new Tokens().token(40);

    Shell.Result put = shell.input(token).run("put", "tenant7", "alice", "refresh_token");

    assertThat(put.exitCode()).isZero();
    assertThat(put.out()).matches("version [0-9a-f]{32}\n");
    assertThat(put.err()).isEmpty();
    assertThat(shell.run("get", "tenant7", "alice", "refresh_token").out()).isEqualTo(token);
  }

  @ParameterizedTest
  @CsvSource({
    "'token', 'token'",
    "'token\n', 'token'",
    "'token\r\n', 'token'",
    "'token\n\n', 'token\n'",
    "' token ', ' token '",
    "'two\nlines\n', 'two\nlines'"
  })
  void leavesOutOneNewlineAtTheEndOfAText(String piped, String kept) {
    shell.input(piped).setUp("put", "key");

    assertThat(shell.run("get", "key").out()).isEqualTo(kept);
  }

  @Test
  void keepsTheNewlineOnDemand() {
    shell.input("token\n").setUp("put", "--raw", "key");

    assertThat(shell.run("get", "key").out()).isEqualTo("token\n");
  }

  @Test
  void keepsBinaryBytesAsTheyAre() {
    byte[] random = new byte[4_096];
    new Random(7).nextBytes(random);
    random[4_095] = '\n';
    shell.input(random).setUp("put", "key");
    assertThat(shell.run("get", "key").bytes()).isEqualTo(random);

    byte[] withNul = {'a', 0, '\n'};
    shell.input(withNul).setUp("put", "key");
    assertThat(shell.run("get", "key").bytes()).isEqualTo(withNul);
  }

  @Test
  void takesTheLargestSecretAndNotOneByteMore() {
    shell.input("x".repeat(SecretInput.MAX_BYTES) + "\n").setUp("put", "large");
    assertThat(shell.run("get", "large").bytes()).hasSize(262_144);

    Shell.Result tooLarge = shell.input("x".repeat(SecretInput.MAX_BYTES + 1)).run("put", "larger");
    assertThat(tooLarge.exitCode()).isEqualTo(2);
    assertThat(tooLarge.err()).contains("at most 262144 bytes").contains("nothing was put");
    assertThat(shell.run("get", "larger").exitCode()).isEqualTo(1);
  }

  @Test
  void readsNoMoreOfAnEndlessInputThanItMust() {
    OddInput endless = OddInput.endless();

    assertThat(shell.input(endless).run("put", "key").exitCode()).isEqualTo(2);
    assertThat(endless.given()).isEqualTo(SecretInput.MAX_BYTES + 3);
  }

  @Test
  void saysThatInputCannotBeRead() {
    OddInput broken = OddInput.failing(() -> {
      throw new IOException("device gone");
    });

    Shell.Result put = shell.input(broken).run("put", "key");

    assertThat(put.exitCode()).isEqualTo(4);
    assertThat(put.err()).isEqualTo("coffer: Standard input cannot be read, so nothing was put.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void doesNotTakeTheEndOfAFailedPipeForASecret(String piped) {
    shell.input("good").setUp("put", "key");

    assertThat(shell.input(piped).run("put", "key").exitCode()).isEqualTo(2);
    assertThat(shell.run("get", "key").out()).isEqualTo("good");

    shell.input(piped).setUp("put", "--allow-empty", "key");
    assertThat(shell.run("get", "key").bytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--expires-in=45s, 2026-11-23T12:00:45Z",
    "--expires-in=30m, 2026-11-23T12:30:00Z",
    "--expires-in=12h, 2026-11-24T00:00:00Z",
    "--expires-in=90d, 2027-02-21T12:00:00Z",
    "--expires-in=PT1H30M, 2026-11-23T13:30:00Z",
    "--expires-at=2030-12-31T23:59:59Z, 2030-12-31T23:59:59Z",
    "--expires-at=2030-12-31T23:59:59.123456+02:00, 2030-12-31T21:59:59.123Z"
  })
  void setsAnExpiry(String option, String expiry) {
    shell.input("token").setUp("put", option, "key");

    assertThat(shell.run("get", "--json", "key").json()).containsEntry("expiresAt", expiry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--expires-in=soon",
        "--expires-in=1w",
        "--expires-in=0s",
        "--expires-in=-PT1H",
        "--expires-in=PT9223372036854775807S",
        "--expires-at=2030-12-31",
        "--expires-at=2030-12-31T23:59:59",
        "--expires-at=2020-01-01T00:00:00Z"
      })
  void refusesAnExpiryThatIsNone(String option) {
    Shell.Result put = shell.input("token").run("put", option, "key");

    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(put.err()).startsWith("coffer: ").hasLineCount(1);
    assertThat(shell.run("get", "key").exitCode()).isEqualTo(1);
  }

  @Test
  void putsOnlyWhereNothingIs() {
    shell.input("first").setUp("put", "--if-absent", "key");

    Shell.Result second = shell.input("second").run("put", "--if-absent", "key");

    assertThat(second.exitCode()).isEqualTo(5);
    assertThat(shell.run("get", "key").out()).isEqualTo("first");
  }

  @Test
  void putsOnlyOverAVersion() {
    Object version = shell.input("first").setUp("put", "--json", "key").json().get("version");
    shell.input("second").setUp("put", "--if-version", String.valueOf(version), "key");

    Shell.Result third =
        shell.input("third").run("put", "--if-version", String.valueOf(version), "key");

    assertThat(third.exitCode()).isEqualTo(5);
    assertThat(shell.run("get", "key").out()).isEqualTo("second");
    assertThat(shell.input("x").run("put", "--if-version", "abc", "key").exitCode())
        .isEqualTo(2);
  }

  @Test
  void refusesContradictions() {
    assertThat(shell.input("x").run("put", "--if-absent", "--if-version=a", "k").exitCode())
        .isEqualTo(2);
    assertThat(shell
            .input("x")
            .run("put", "--expires-in=1d", "--expires-at=x", "k")
            .exitCode())
        .isEqualTo(2);
  }

  @Test
  void answersProgramsInJson() {
    Shell.Result put = shell.input("token").run("put", "--json", "tenant7", "alice", "key");

    assertThat(put.json()).containsOnlyKeys("path", "key", "version");
    assertThat(put.json())
        .containsEntry("path", List.of("tenant7", "alice"))
        .containsEntry("key", "key");
  }

  @Test
  void takesNamesOfAnyKindAsTheyAre() {
    String[] names = {"@file", "a b", "'quoted'", "${HOME}", "ключ", "a/b", "..", "é", "🔑", "put"};
    for (String name : names) {
      shell.input("secret of " + name).setUp("put", name, name);
    }
    for (String name : names) {
      assertThat(shell.run("get", name, name).out()).isEqualTo("secret of " + name);
    }
    shell.input("dash").setUp("put", "--", "--json", "-k");
    assertThat(shell.run("get", "--", "--json", "-k").out()).isEqualTo("dash");
  }

  @Test
  void saysWhichNamesAreNone() {
    assertThat(shell.input("x").run("put").err()).contains("NAME");
    assertThat(shell.input("x").run("put", "").err()).contains("1 to 1024 bytes");
    assertThat(shell.input("x").run("put", "x".repeat(1_025)).exitCode()).isEqualTo(2);
    String[] tooDeep = {"put", "1", "2", "3", "4", "5", "6", "7", "8", "9", "key"};
    assertThat(shell.input("x").run(tooDeep).err()).contains("at most 8 deep, this one 9");
  }
}
