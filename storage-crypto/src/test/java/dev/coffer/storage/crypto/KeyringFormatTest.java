package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static dev.coffer.storage.crypto.Fixtures.withChecksum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class KeyringFormatTest {

  private static final int FORMAT_AT = 8;
  private static final int FLAGS_AT = 10;
  private static final int SLOT_COUNT_AT = 36;

  private final byte[] keyring = new KeyringBuilder().build();

  @Test
  void anotherFormatAndUnknownFlagsAreOfANewerRelease() {
    assertThatRefused(withChecksum(edited(FORMAT_AT, (short) 2)))
        .hasMessageContaining("format 2")
        .hasMessageContaining("newer release");
    assertThatRefused(withChecksum(edited(FLAGS_AT, (short) 0x8000)))
        .hasMessageContaining("0x8000")
        .hasMessageContaining("newer release");
  }

  @Test
  void somethingElseIsNoKeyring() {
    assertThatRefused(new byte[500]).hasMessageContaining("something else");
    assertThatRefused(new byte[0]).hasMessageContaining("something else");
  }

  @Test
  void aCountOrLengthBeyondItsBoundIsRefusedWithTheBound() {
    assertThatRefused(withChecksum(edited(SLOT_COUNT_AT, 33)))
        .hasMessageContaining("33")
        .hasMessageContaining("at most 32");
    assertThatRefused(withChecksum(edited(SLOT_COUNT_AT, -1)))
        .hasMessageContaining("4294967295")
        .hasMessageContaining("at most 32");
    assertThatRefused(withChecksum(edited(SLOT_COUNT_AT + 10, Integer.MAX_VALUE)))
        .hasMessageContaining("2147483647")
        .hasMessageContaining("at most 4096");
  }

  @Test
  void aLengthWithinItsBoundAndBeyondTheBytesIsRefused() {
    assertThatRefused(withChecksum(edited(SLOT_COUNT_AT + 10, 4096)))
        .hasMessageContaining("ends in the middle of its slot's parameters");
  }

  @Test
  void aKeyringBeyondItsSizeIsRefused() {
    assertThatRefused(Arrays.copyOf(keyring, KeyringFormat.MAX_LENGTH + 1))
        .hasMessageContaining("262145")
        .hasMessageContaining("at most 262144");
  }

  @Test
  void listsHaveOneOrder() {
    Epoch first = Fixtures.epoch(1, EpochState.DECRYPT_ONLY);
    Epoch second = Fixtures.epoch(2, EpochState.PRIMARY);

    assertThatRefused(new KeyringBuilder().epochs(second, first).build())
        .hasMessageContaining("epochs are not in ascending order");
    assertThatRefused(new KeyringBuilder()
            .epochs(first, first, second)
            .keysOf(first, second)
            .build())
        .hasMessageContaining("epochs are not in ascending order");
    assertThatRefused(new KeyringBuilder()
            .extensions(new Extension(2, 0, new byte[0]), new Extension(1, 0, new byte[0]))
            .build())
        .hasMessageContaining("extensions are not in ascending order");
    assertThatRefused(
            new KeyringBuilder().extensions(new Extension(0, 0, new byte[0])).build())
        .hasMessageContaining("extensions are not in ascending order");
  }

  @Test
  void anUnknownCriticalExtensionIsRefused() {
    assertThatRefused(new KeyringBuilder()
            .extensions(new Extension(77, 1, new byte[] {1}))
            .build())
        .hasMessageContaining("extension 77")
        .hasMessageContaining("newer release");
  }

  @Test
  void anUnknownExtensionThatIsNotCriticalIsKeptByteForByteOnRewriting() throws Exception {
    byte[] extended = new KeyringBuilder()
        .extensions(
            new Extension(77, 0, new byte[] {1, 2, 3}), new Extension(-1, 0, new byte[16_384]))
        .build();

    SealedKeyring decoded = KeyringFormat.decode(extended);
    byte[] rewritten = KeyringFormat.encode(decoded);

    assertThat(decoded.extensions()).extracting(Extension::type).containsExactly(77, -1);
    assertThat(rewritten)
        .isEqualTo(Arrays.copyOf(extended, extended.length - KeyringFormat.MAC_LENGTH));
    assertThat(Keyring.open(extended, masterKey()).toBytes()).isEqualTo(extended);
  }

  @Test
  void unknownAlgorithmsOfAnEpochWithAKeyAreOfANewerRelease() {
    Epoch unknown = new Epoch(2, EpochState.PRE_ACTIVE, 9);
    Epoch primary = Fixtures.epoch(3, EpochState.PRIMARY);

    assertThatRefused(
            new KeyringBuilder().epochs(unknown, primary).keysOf(primary).build())
        .hasMessageContaining("epoch 2")
        .hasMessageContaining("algorithms 9")
        .hasMessageContaining("newer release");

    Epoch gone = new Epoch(2, EpochState.DESTROYED, 9);
    byte[] history = new KeyringBuilder().epochs(gone, primary).build();
    assertThat(Keyring.open(history, masterKey()).sealer().epoch()).isEqualTo(3);
  }

  @Test
  void exactlyOneEpochIsPrimary() {
    Epoch first = Fixtures.epoch(1, EpochState.PRIMARY);
    Epoch second = Fixtures.epoch(2, EpochState.PRIMARY);
    Epoch none = Fixtures.epoch(1, EpochState.DECRYPT_ONLY);

    assertThatRefused(new KeyringBuilder().epochs(none).keysOf(first).build())
        .hasMessageContaining("0 of its epochs are primary");
    assertThatRefused(new KeyringBuilder().epochs(first, second).keysOf(first).build())
        .hasMessageContaining("2 of its epochs are primary");
  }

  @Test
  void keysAndEpochsMustAgree() {
    Epoch primary = Fixtures.epoch(1, EpochState.PRIMARY);
    Epoch next = Fixtures.epoch(2, EpochState.PRE_ACTIVE);
    Epoch closed = Fixtures.epoch(2, EpochState.CLOSED);
    Epoch destroyed = Fixtures.epoch(2, EpochState.DESTROYED);
    Epoch other = Fixtures.epoch(2, EpochState.PRIMARY);
    List<KeyringBuilder> wrong = List.of(
        new KeyringBuilder().epochs(primary, next).keysOf(primary),
        new KeyringBuilder().epochs(primary).keysOf(primary, next),
        new KeyringBuilder().epochs(primary, next).keysOf(primary, closed),
        new KeyringBuilder().epochs(primary, closed).keysOf(primary, next),
        new KeyringBuilder().epochs(primary, destroyed).keysOf(primary, next),
        new KeyringBuilder()
            .epochs(primary, next)
            .keysOf(Fixtures.epoch(1, EpochState.PRE_ACTIVE), other));

    assertThat(wrong)
        .allSatisfy(builder -> assertThatRefused(builder.build())
            .hasMessageContaining("do not agree with its epochs"));
  }

  private byte[] edited(int at, short value) {
    byte[] copy = keyring.clone();
    ByteBuffer.wrap(copy).putShort(at, value);
    return copy;
  }

  private byte[] edited(int at, int value) {
    byte[] copy = keyring.clone();
    ByteBuffer.wrap(copy).putInt(at, value);
    return copy;
  }

  private static AbstractThrowableAssert<?, ?> assertThatRefused(byte[] bytes) {
    return assertThatThrownBy(() -> Keyring.open(bytes, masterKey()))
        .isInstanceOf(KeyUnavailableException.class);
  }
}
