package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  private static final String ANGSTROM = "Ångström";

  private final TestStorage test = new TestStorage();
  private final SecureStorage storage = test.storage;

  @Test
  void everyNameIsItsOwn() {
    List<String> names = List.of(
        "A",
        "a",
        "a ",
        " a",
        "a\0",
        "\0",
        "a/b",
        "..",
        ".",
        "/",
        "a\n",
        "🔑",
        "ﬁ",
        "fi",
        Normalizer.normalize(ANGSTROM, Normalizer.Form.NFC),
        Normalizer.normalize(ANGSTROM, Normalizer.Form.NFD),
        "İ",
        "i",
        "ı",
        "ß",
        "ss",
        "*",
        "%",
        "_",
        "k".repeat(1_024));
    for (String name : names) {
      storage.write(name, Secret.of("key " + name));
      storage.scoped(name).write("k", Secret.of("scope " + name));
    }
    for (String name : names) {
      assertThat(text(storage.read(name))).isEqualTo("key " + name);
      assertThat(text(storage.scoped(name).read("k"))).isEqualTo("scope " + name);
    }
    assertThat(TestStorage.all(storage::list).stream().map(EntryInfo::key))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(TestStorage.all(storage::childScopes))
        .containsExactlyInAnyOrderElementsOf(names.stream().map(List::of).toList());
  }

  @Test
  void twoSegmentsAreNotOne() {
    storage.scoped("a", "b").write("k", Secret.of("two"));
    assertThat(storage.scoped("ab").read("k")).isEmpty();
    assertThat(storage.scoped("a").read("bk")).isEmpty();
    assertThat(text(storage.scoped("a").scoped("b").read("k"))).isEqualTo("two");
  }

  @Test
  void equalNamesUnderTwoParentsLookDifferent() {
    storage.scoped("t1", "alice").write("token", Secret.of("1"));
    storage.scoped("t2", "alice").write("token", Secret.of("2"));
    List<String> ids = new ArrayList<>();
    test.backend.records.keySet().forEach(id -> ids.add(id.toString()));
    assertThat(ids).hasSize(2);
    assertThat(ids.get(0).substring(36)).isNotEqualTo(ids.get(1).substring(36));
    assertThat(ids.get(0)).hasSize(2 * (2 + 16 + 1 + 16 + 1 + 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "canary\uD800", "\uDC00canary"})
  void whatIsNoNameIsRefusedBeforeAnythingIsWrittenAndNotShown(String name) {
    assertRefused(name, "canary");
  }

  @Test
  void aNameOf1025BytesIsRefusedWithItsBound() {
    assertRefused("é".repeat(512) + "x", "éé");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> storage.read("é".repeat(512) + "x"))
        .withMessageContaining("1024")
        .withMessageContaining("1025");
  }

  private void assertRefused(String name, String canary) {
    Secret value = Secret.of("value");
    List<Runnable> calls = List.of(
        () -> storage.read(name),
        () -> storage.write(name, value),
        () -> storage.delete(name),
        () -> storage.scoped(name),
        () -> storage.scoped("fine", name),
        () -> Batch.builder().write(name, value),
        () -> Batch.builder().delete(name));
    for (Runnable call : calls) {
      assertThatIllegalArgumentException().isThrownBy(call::run).withMessageNotContaining(canary);
    }
    assertThat(test.backend.records).isEmpty();
  }

  @Test
  void aScopeIsAtMostEightDeep() {
    StorageScope deepest = storage.scoped("1", "2", "3", "4", "5", "6", "7", "8");
    deepest.write("k", Secret.of("deep"));
    assertThat(text(deepest.read("k"))).isEqualTo("deep");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deepest.scoped("9"))
        .withMessageContaining("8")
        .withMessageContaining("9");
  }

  @Test
  void aValueHas0To262144Bytes() {
    storage.write("empty", Secret.of(""));
    storage.write("largest", Secret.of(new byte[262_144]));
    assertThat(text(storage.read("empty"))).isEmpty();
    assertThat(storage.read("largest").orElseThrow().value().length()).isEqualTo(262_144);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> storage.write("larger", Secret.of(new byte[262_145])))
        .withMessageContaining("262144")
        .withMessageContaining("262145");
    assertThat(storage.read("larger")).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> storage.read(null));
    assertThatNullPointerException().isThrownBy(() -> storage.write(null, Secret.of("")));
    assertThatNullPointerException().isThrownBy(() -> storage.write("k", null));
    assertThatNullPointerException()
        .isThrownBy(() -> storage.write("k", Secret.of(""), (WriteOption) null));
    assertThatNullPointerException().isThrownBy(() -> storage.delete(null));
    assertThatNullPointerException().isThrownBy(() -> storage.delete("k", null));
    assertThatNullPointerException().isThrownBy(() -> storage.scoped((String) null));
    assertThatNullPointerException().isThrownBy(() -> storage.apply(null));
    assertThatNullPointerException().isThrownBy(() -> storage.list((ListOption) null));
    assertThatNullPointerException().isThrownBy(() -> storage.discard(null));
    assertThat(test.backend.records).isEmpty();
  }
}
