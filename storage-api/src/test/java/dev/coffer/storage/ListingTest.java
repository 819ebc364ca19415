package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.START;
import static dev.coffer.storage.TestStorage.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {

  private final TestStorage test = new TestStorage();
  private final SecureStorage storage = test.storage;

  private void write(StorageScope scope, int count, String prefix, WriteOption... options) {
    for (int i = 0; i < count; i++) {
      scope.write(prefix + i, Secret.of("value of " + prefix + i), options);
    }
  }

  @Test
  void aListHasTheEntriesHereAndARecursiveOneThoseBelowToo() {
    write(storage, 2, "root");
    write(storage.scoped("a"), 2, "a");
    write(storage.scoped("a", "b"), 2, "ab");
    assertThat(keys(storage.list().items())).containsExactlyInAnyOrder("root0", "root1");
    assertThat(keys(storage.scoped("a").list().items())).containsExactlyInAnyOrder("a0", "a1");
    assertThat(keys(storage.scoped("a").list(ListOption.recursive()).items()))
        .containsExactlyInAnyOrder("a0", "a1", "ab0", "ab1");
    assertThat(storage.list(ListOption.recursive()).items()).hasSize(6).anySatisfy(info -> {
      assertThat(info.path()).containsExactly("a", "b");
      assertThat(info.key()).isEqualTo("ab1");
    });
  }

  private static List<String> keys(List<EntryInfo> infos) {
    return infos.stream().map(EntryInfo::key).toList();
  }

  @Test
  void pagesTogetherHoldEveryEntryOnceWhateverTheirLength() {
    write(storage.scoped("s"), 250, "k");
    for (int limit : new int[] {1, 7, 100, 125, 250, 1_000}) {
      assertThat(keys(all(storage.scoped("s")::list, ListOption.limit(limit))))
          .hasSize(250)
          .doesNotHaveDuplicates();
    }
    assertThat(storage.scoped("s").list().items()).hasSize(ListOption.DEFAULT_LIMIT);
  }

  @Test
  void anExactlyFullLastPageIsTheLast() {
    write(storage, 10, "k");
    assertThat(storage.list(ListOption.limit(10)).next()).isEmpty();
    Page<EntryInfo> first = storage.list(ListOption.limit(5));
    assertThat(first.next()).isPresent();
    assertThat(storage
            .list(ListOption.limit(5), ListOption.after(first.next().get()))
            .next())
        .isEmpty();
  }

  @Test
  void expiredEntriesAreSkippedAndThePageGoesOnBehindThem() {
    write(storage, 300, "old", WriteOption.expiresAt(START.plusSeconds(1)));
    write(storage, 20, "young");
    test.pass(Duration.ofSeconds(1));
    Page<EntryInfo> page = storage.list(ListOption.limit(20));
    assertThat(page.items()).hasSize(20).allMatch(info -> info.key().startsWith("young"));
    assertThat(storage.readAll(ListOption.limit(20)).items()).hasSize(20);
  }

  @Test
  void aPageThatFindsNothingLiveEndsAtItsBoundAndCanBeGoneOnFrom() {
    StorageScope scope = storage.scoped("s");
    for (int i = 0; i < 102; i++) {
      Batch.Builder batch = Batch.builder();
      for (int j = 0; j < 100; j++) {
        batch.write(i + "-" + j, Secret.of("v"), WriteOption.expiresAt(START));
      }
      scope.apply(batch.build());
    }
    Page<EntryInfo> page = scope.list();
    assertThat(page.items()).isEmpty();
    assertThat(page.next()).isPresent();
    assertThat(scope.list(ListOption.after(page.next().get())).next()).isEmpty();
  }

  @Test
  void readAllHasTheValuesAndEndsAPageEarlyRatherThanHoldThemAll() {
    StorageScope scope = storage.scoped("large");
    for (int i = 0; i < 40; i++) {
      scope.write("k" + i, Secret.of(new byte[200_000]));
    }
    Page<Entry> page = scope.readAll();
    assertThat(page.items().size()).isBetween(20, 22);
    assertThat(page.next()).isPresent();
    assertThat(all(scope::readAll).stream().map(Entry::key)).hasSize(40).doesNotHaveDuplicates();
    assertThat(page.items().get(0).value().length()).isEqualTo(200_000);
  }

  @Test
  void childScopesAreThoseWithALiveEntryInThemOrFurtherDown() {
    write(storage, 1, "root");
    write(storage.scoped("a"), 40, "k");
    write(storage.scoped("a", "deep"), 1, "k");
    write(storage.scoped("b", "c", "d"), 1, "k");
    write(storage.scoped("expired"), 3, "k", WriteOption.expiresAt(START));
    assertThat(storage.childScopes().items()).containsExactlyInAnyOrder(List.of("a"), List.of("b"));
    assertThat(storage.scoped("b").childScopes().items()).containsExactly(List.of("b", "c"));
    assertThat(storage.scoped("a").childScopes().items()).containsExactly(List.of("a", "deep"));
    assertThat(storage.scoped("b", "c", "d").childScopes().items()).isEmpty();
  }

  @Test
  void manyChildScopesComeOnceEachPageByPage() {
    for (int i = 0; i < 90; i++) {
      write(storage.scoped("users", "u" + i), 1 + i % 3, "k");
      write(storage.scoped("users", "u" + i, "device"), i % 2, "k");
    }
    for (int limit : new int[] {1, 7, 90, 1_000}) {
      assertThat(all(storage.scoped("users")::childScopes, ListOption.limit(limit)))
          .hasSize(90)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aTokenHoldsForItsOwnScopeAndListAlone() {
    write(storage.scoped("a"), 9, "k");
    write(storage.scoped("b"), 9, "k");
    String token = storage.scoped("a").list(ListOption.limit(3)).next().orElseThrow();
    List<Runnable> wrong = new ArrayList<>();
    wrong.add(() -> storage.scoped("b").list(ListOption.after(token)));
    wrong.add(() -> storage.scoped("a").list(ListOption.recursive(), ListOption.after(token)));
    wrong.add(() -> storage.scoped("a").childScopes(ListOption.after(token)));
    wrong.add(() -> storage.scoped("a").readAll(ListOption.after(token)));
    wrong.add(() -> storage.list(ListOption.recursive(), ListOption.after(token)));
    SecureStorage other = SecureStorage.over(new MapBackend())
        .sealer(new JceSealer(new byte[16], new byte[32]))
        .build();
    wrong.add(() -> other.scoped("a").list(ListOption.after(token)));
    for (String garbage : List.of("", "!", "AQ", token + "!", "A".repeat(3_000))) {
      wrong.add(() -> storage.scoped("a").list(ListOption.after(garbage)));
    }
    for (Runnable call : wrong) {
      assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining("token");
    }
    assertThat(storage.scoped("a").list(ListOption.after(token)).items()).hasSize(6);
  }

  @Test
  void contradictoryOptionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ListOption.limit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ListOption.limit(1_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> storage.list(ListOption.limit(1), ListOption.limit(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> storage.list(ListOption.recursive(), ListOption.recursive()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> storage.childScopes(ListOption.recursive()));
  }
}
