package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void textGoesInAndComesOutAsUtf8() {
    Secret secret = Secret.of("pässword-🔑");
    assertThat(secret.revealString()).isEqualTo("pässword-🔑");
    assertThat(secret.revealChars()).isEqualTo("pässword-🔑".toCharArray());
    assertThat(secret.revealBytes()).isEqualTo("pässword-🔑".getBytes(StandardCharsets.UTF_8));
    assertThat(secret.length()).isEqualTo(14);
    assertThat(secret).isEqualTo(Secret.of("pässword-🔑".toCharArray()));
  }

  @Test
  void anEmptySecretIsASecret() {
    assertThat(Secret.of("").revealString()).isEmpty();
    assertThat(Secret.of(new byte[0])).isEqualTo(Secret.of(new char[0]));
  }

  @Test
  void whatWasGivenAndWhatCameOutAreCopies() {
    byte[] given = {1, 2, 3};
    Secret secret = Secret.of(given);
    given[0] = 9;
    secret.revealBytes()[1] = 9;
    assertThat(secret.revealBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void bytesThatAreNoTextComeOutAsBytesAlone() {
    Secret secret = Secret.of(new byte[] {(byte) 0xC3, 0x28});
    assertThatIllegalStateException()
        .isThrownBy(secret::revealString)
        .withMessageContaining("UTF-8");
    assertThat(secret.revealBytes()).containsExactly(0xC3, 0x28);
  }

  @Test
  void aLoneSurrogateIsRefusedAndNotShown() {
    for (String text : new String[] {"canary\uD800", "\uDC00canary", "can\uD800ary"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Secret.of(text))
          .withMessageContaining("surrogate")
          .withMessageNotContaining("ary");
    }
  }

  @Test
  void aDestroyedSecretRevealsNothingAndEqualsOnlyItself() {
    Secret secret = Secret.of("token");
    Secret twin = Secret.of("token");
    secret.destroy();
    assertThat(secret.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(secret::revealBytes);
    assertThatIllegalStateException().isThrownBy(secret::revealChars);
    assertThatIllegalStateException().isThrownBy(secret::revealString);
    Secret itself = secret;
    assertThat(secret).isEqualTo(itself).isNotEqualTo(twin);
    assertThat(twin).isNotEqualTo(secret);
    assertThat(secret.length()).isEqualTo(5);
  }

  @Test
  void equalityIsThatOfTheBytesAndTheHashSaysNothingOfThem() {
    assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    assertThat(Secret.of("a")).isNotEqualTo(Secret.of("ab")).isNotEqualTo("a");
    assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
  }

  @Test
  void itPrintsNothingOfItselfAndIsNotSerialised() {
    assertThat(Secret.of("canary")).hasToString("Secret[***]");
    Assertions.assertThatThrownBy(() -> new ObjectOutputStream(OutputStream.nullOutputStream())
            .writeObject(Secret.of("canary")))
        .isInstanceOf(NotSerializableException.class);
  }
}
