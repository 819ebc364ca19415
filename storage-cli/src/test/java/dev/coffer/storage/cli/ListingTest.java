package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code list} and {@code scopes}. */
@Tag("once")
final class ListingTest {

  private final Shell shell = Shell.withPlace();

  @Test
  void listsTheEntriesOfAScopeWithVersionAndExpiry() {
    shell.input("a").setUp("put", "tenant7", "alice", "forever");
    shell.input("b").setUp("put", "--expires-in=1h", "tenant7", "alice", "an hour");
    shell.input("c").setUp("put", "tenant7", "alice", "below", "other");

    Shell.Result list = shell.run("list", "tenant7", "alice");

    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines()).hasSize(2).allMatch(line -> line.matches("[0-9a-f]{32}  .*"));
    assertThat(list.out())
        .contains("  never                     tenant7 alice forever\n")
        .contains("  2026-11-23T13:00:00Z      tenant7 alice \"an hour\"\n");
    assertThat(list.err()).isEmpty();
  }

  @Test
  void listsTheScopesBelowOnDemand() {
    shell.input("a").setUp("put", "tenant7", "key");
    shell.input("b").setUp("put", "tenant7", "alice", "phone", "key");
    shell.input("c").setUp("put", "tenant8", "key");

    Shell.Result list = shell.run("list", "--recursive", "--json", "tenant7");

    assertThat(list.objects("entries"))
        .extracting(entry -> entry.get("path"))
        .containsExactlyInAnyOrder(List.of("tenant7"), List.of("tenant7", "alice", "phone"));
    assertThat(shell.run("list", "--recursive", "--json").objects("entries")).hasSize(3);
  }

  @Test
  void describesAnEntryToAProgram() {
    String version = String.valueOf(
        shell.input("a").setUp("put", "--json", "tenant7", "key").json().get("version"));

    Shell.Result list = shell.run("list", "--json", "tenant7");

    assertThat(list.json())
        .containsOnlyKeys("entries", "unreadable", "next")
        .containsEntry("next", null);
    assertThat(list.objects("entries")).singleElement().satisfies(entry -> {
      assertThat(entry).containsOnlyKeys("path", "key", "version", "expiresAt");
      assertThat(entry).containsEntry("key", "key").containsEntry("version", version);
    });
  }

  @Test
  void listsNothingWhereNothingIs() {
    assertThat(shell.run("list", "nobody").out()).isEmpty();
    assertThat(shell.run("list", "nobody").exitCode()).isZero();
    assertThat(shell.run("scopes", "--json").out())
        .isEqualTo("{\"scopes\":[],\"unreadable\":[],\"next\":null}\n");
  }

  @Test
  void goesThroughMoreEntriesThanAPageHolds() {
    putMany(1_001);

    assertThat(shell.run("list", "--json", "many").objects("entries")).hasSize(1_001);
    assertThat(shell.run("list", "many").out().lines()).hasSize(1_001);
  }

  @Test
  void stopsAtALimitAndGoesOnBehindIt() {
    putMany(25);
    Shell.Result page = shell.run("list", "--json", "--limit=10", "many");
    Set<Object> keys = new HashSet<>(keysOf(page));
    int pages = 1;
    while (page.json().get("next") != null) {
      String token = String.valueOf(page.json().get("next"));
      page = shell.run("list", "--json", "--limit=10", "--after", token, "many");
      keys.addAll(keysOf(page));
      pages++;
    }

    assertThat(keys).hasSize(25);
    assertThat(pages).isEqualTo(3);
    assertThat(shell.run("list", "--limit=10", "many").err()).contains("There is more: --after ");
  }

  @Test
  void refusesALimitOrATokenThatIsNone() {
    assertThat(shell.run("list", "--limit=0").exitCode()).isEqualTo(2);
    assertThat(shell.run("list", "--limit=ten").exitCode()).isEqualTo(2);
    assertThat(shell.run("list", "--after=nonsense").exitCode()).isEqualTo(2);
  }

  @Test
  void listsScopesThatHoldSomething() {
    shell.input("a").setUp("put", "tenant7", "alice", "key");
    shell.input("b").setUp("put", "tenant7", "bob\nroot", "phone", "key");
    shell.input("c").setUp("put", "tenant7", "key");

    assertThat(shell.run("scopes", "tenant7").out().lines())
        .containsExactlyInAnyOrder("tenant7 alice", "tenant7 \"bob\\u000aroot\"");
    assertThat(shell.run("scopes", "--json").json())
        .containsEntry("scopes", List.of(List.of("tenant7")));
  }

  @Test
  void printsWhatItCanAndTellsWhatItCannotRead() {
    shell.input("a").setUp("put", "tenant7", "damaged");
    Damage.makeUnreadable(shell);
    shell.input("b").setUp("put", "tenant7", "intact");

    Shell.Result list = shell.run("list", "tenant7");
    assertThat(list.exitCode()).isEqualTo(3);
    assertThat(list.out()).hasLineCount(1).contains("tenant7 intact");
    assertThat(list.err())
        .contains("an entry of unknown name")
        .contains("Entries that cannot be read: 1");

    Shell.Result json = shell.run("list", "--json", "tenant7");
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(json.objects("entries")).hasSize(1);
    assertThat(json.objects("unreadable"))
        .singleElement()
        .satisfies(entry -> assertThat(entry).containsOnlyKeys("path", "key", "version", "reason"));
    assertThat(json.error()).containsEntry("code", "unreadable");
  }

  private void putMany(int count) {
    for (int i = 0; i < count; i++) {
      shell.input("secret").setUp("put", "many", "key" + i);
    }
  }

  private static List<Object> keysOf(Shell.Result page) {
    return page.objects("entries").stream().map(entry -> entry.get("key")).toList();
  }
}
