package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BatchTest {

  private final TestStorage test = new TestStorage();
  private final StorageScope scope = test.storage.scoped("s");

  @Test
  void allChangesAreMadeWithOneVersion() {
    Version old = scope.write("gone", Secret.of("v"));
    Version version = scope.apply(Batch.builder()
        .write("a", Secret.of("1"))
        .write("b", Secret.of("2"), WriteOption.ifAbsent())
        .delete("gone", old)
        .delete("never there")
        .build());
    assertThat(scope.read("a").orElseThrow().version()).isEqualTo(version);
    assertThat(scope.read("b").orElseThrow().version()).isEqualTo(version);
    assertThat(scope.read("gone")).isEmpty();
  }

  @Test
  void aRefusedChangeLeavesNothingOfTheBatchWhereverItStands() {
    scope.write("there", Secret.of("old"));
    for (int refused = 0; refused < 3; refused++) {
      Batch.Builder batch = Batch.builder();
      for (int i = 0; i < 3; i++) {
        if (i == refused) {
          batch.write("there", Secret.of("new"), WriteOption.ifAbsent());
        } else {
          batch.write("k" + i, Secret.of("new"));
        }
      }
      Map<?, ?> before = new TreeMap<>(test.backend.records);
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> scope.apply(batch.build()))
          .satisfies(conflict -> assertThat(conflict.key()).isEqualTo("there"));
      assertThat(test.backend.records).isEqualTo(before);
    }
  }

  @Test
  void anEmptyBatchChangesNothing() {
    scope.apply(Batch.builder().build());
    assertThat(test.backend.records).isEmpty();
  }

  @Test
  void aBatchHasAtMost100ChangesOf1MiBAndNoKeyTwice() {
    Batch.Builder full = Batch.builder();
    for (int i = 0; i < 100; i++) {
      full.write("k" + i, Secret.of("v"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.delete("one more"))
        .withMessageContaining("100");
    scope.apply(full.build());
    assertThat(test.backend.records).hasSize(100);

    Batch.Builder large = Batch.builder();
    for (int i = 0; i < 4; i++) {
      large.write("k" + i, Secret.of(new byte[262_144 - 2]));
    }
    scope.apply(large.build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> large.write("x", Secret.of("")))
        .withMessageContaining("1048576")
        .withMessageContaining("1048577");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.builder().delete("canary").write("canary", Secret.of("v")))
        .withMessageContaining("twice")
        .withMessageNotContaining("canary");
  }

  @Test
  void aSecretDestroyedBeforeTheBatchIsAppliedLeavesNothingOfIt() {
    Secret secret = Secret.of("v");
    Batch batch = Batch.builder().write("a", Secret.of("1")).write("b", secret).build();
    secret.destroy();
    assertThatIllegalStateException().isThrownBy(() -> scope.apply(batch));
    assertThat(text(scope.read("a"))).isEqualTo("(absent)");
  }
}
