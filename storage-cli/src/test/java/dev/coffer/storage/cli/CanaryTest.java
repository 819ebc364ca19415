package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No secret is seen that was not asked for, whatever goes wrong. */
final class CanaryTest {

  private static final String CANARY = "c4nary-7f1e";

  private final Shell shell = Shell.withPlace();

  private List<Shell.Result> everyCommand() {
    List<Shell.Result> results = new ArrayList<>();
    for (String extra : List.of("--debug", "--json")) {
      for (String names : List.of("tenant7 alice key", "tenant7 alice other")) {
        results.add(shell.input(CANARY).type("put " + extra + " " + names));
        results.add(shell.input(CANARY).type("put --if-absent " + extra + " " + names));
        results.add(shell.input(CANARY).type("put --expires-in=x " + extra + " " + names));
        results.add(shell.input(CANARY).run("put", extra, ""));
        results.add(shell.input(CANARY.repeat(30_000)).type("put " + extra + " " + names));
        results.add(shell.type("get " + extra + " " + names));
        results.add(shell.type("list --recursive " + extra));
        results.add(shell.type("scopes " + extra));
        results.add(shell.type("backends " + extra));
        results.add(shell.type("delete --if-version " + "0".repeat(32) + " " + extra + " key"));
      }
    }
    return results;
  }

  @Test
  void aTerminalSeesNone() {
    shell.terminal.output = true;

    assertThat(everyCommand())
        .hasSize(40)
        .allSatisfy(result -> assertThat(result.out() + result.err()).doesNotContain(CANARY));
  }

  @Test
  void standardErrorSeesNoneWhenThePlaceFails() {
    everyCommand();
    for (String fault : List.of("key", "store", "unavailable", "outcome")) {
      shell.environment.put("COFFER_FAULT", fault);
      assertThat(everyCommand())
          .allSatisfy(result -> assertThat(result.err()).doesNotContain(CANARY));
    }
    shell.environment.put("COFFER_FAULT", "none");
    assertThat(shell.run("get", "tenant7", "alice", "key").out()).isEqualTo(CANARY);
    Damage.makeUnreadable(shell);
    assertThat(everyCommand())
        .allSatisfy(result -> assertThat(result.err()).doesNotContain(CANARY));
  }

  @Test
  void noErrorShowsASecretOption() {
    shell.environment.put("COFFER_PLACE_PASSWORD", CANARY);
    shell.environment.put("COFFER_MASTER_KEY", CANARY);
    shell.environment.put("COFFER_URL", "jdbc:h2:mem:x;PASSWORD=" + CANARY);
    for (String provider : List.of("place", "encrypted-file", "jdbc", "nonsense")) {
      Shell.Result get = shell.run("get", "--debug", "--provider", provider, "key");
      assertThat(get.exitCode()).isEqualTo(2);
      assertThat(get.err()).startsWith("coffer: ").doesNotContain(CANARY);
    }
  }
}
