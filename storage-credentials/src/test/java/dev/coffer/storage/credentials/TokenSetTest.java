package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.storage.Secret;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSetTest {

  static final TokenSet FULL = TokenSet.builder(Secret.of("access-token"))
      .tokenType("DPoP")
      .refreshToken(Secret.of("refresh-token"))
      .idToken(Secret.of("id-token"))
      .scopes(List.of("openid", "offline_access"))
      .accessTokenExpiresAt(Instant.parse("2026-03-01T13:00:00.123Z"))
      .refreshTokenExpiresAt(Instant.parse("2026-04-01T12:00:00Z"))
      .idTokenExpiresAt(Instant.parse("2026-03-01T12:10:00Z"))
      .receivedAt(Instant.parse("2026-03-01T12:00:00Z"))
      .accountId("älice")
      .parameters(Map.of("device_secret", Secret.of("device-secret")))
      .build();

  @Test
  void itPrintsNoTokenNoAccountAndNoScope() {
    assertThat(FULL)
        .hasToString("TokenSet[access token until 2026-03-01T13:00:00.123Z, refresh token until"
            + " 2026-04-01T12:00:00Z, id token until 2026-03-01T12:10:00Z]");
    assertThat(FULL.toBuilder()).hasToString("TokenSet.Builder");
  }

  @Test
  void whatIsEncodedIsDecoded() {
    TokenSet decoded = TokenSet.decode(FULL.encode());
    assertThat(decoded).isEqualTo(FULL).hasSameHashCodeAs(FULL);
    assertThat(decoded.scopes()).containsExactly("openid", "offline_access");
    TokenSet least = TokenSet.builder(Secret.of("a")).build();
    assertThat(TokenSet.decode(least.encode())).isEqualTo(least).isNotEqualTo(FULL);
    assertThat(least.tokenType()).isEqualTo("Bearer");
  }

  @Test
  void fieldsOfANewerReleaseAreKept() {
    byte[] newer = withField(FULL.encode().revealBytes(), 0x7001, "of tomorrow");
    TokenSet decoded = TokenSet.decode(Secret.of(newer));
    assertThat(decoded.accessToken()).isEqualTo(FULL.accessToken());
    assertThat(decoded.toBuilder().tokenType("DPoP").build().encode().revealBytes())
        .isEqualTo(newer);
  }

  @Test
  void aCriticalFieldOfANewerReleaseIsRefused() {
    byte[] newer = withField(FULL.encode().revealBytes(), 0xf001, "of tomorrow");
    assertThatExceptionOfType(UnreadableTokensException.class)
        .isThrownBy(() -> TokenSet.decode(Secret.of(newer)))
        .withMessageContaining("f001")
        .withMessageNotContaining("tomorrow");
  }

  /** Puts a field at its place, which is before the access token's if it is not critical. */
  private static byte[] withField(byte[] encoded, int number, String value) {
    byte[] field = ByteBuffer.allocate(6 + value.length())
        .putShort((short) number)
        .putInt(value.length())
        .put(value.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .array();
    boolean critical = (number & Fields.CRITICAL) != 0;
    int access = 6 + FULL.accessToken().length();
    int place = critical ? encoded.length : encoded.length - access;
    return ByteBuffer.allocate(encoded.length + field.length)
        .put(encoded, 0, place)
        .put(field)
        .put(encoded, place, encoded.length - place)
        .array();
  }

  @Test
  void whatIsCutAnywhereIsRefusedAsUnreadable() {
    byte[] encoded = FULL.encode().revealBytes();
    for (int length = 0; length < encoded.length; length++) {
      Secret cut = Secret.of(Arrays.copyOf(encoded, length));
      assertThatExceptionOfType(UnreadableTokensException.class)
          .as("%d bytes", length)
          .isThrownBy(() -> TokenSet.decode(cut))
          .withNoCause();
    }
  }

  @Test
  void anyByteThatIsChangedGivesAnotherSetOrARefusalAndNeverAnotherError() {
    byte[] encoded = FULL.encode().revealBytes();
    for (int i = 0; i < encoded.length; i++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = encoded.clone();
        changed[i] ^= (byte) flip;
        try {
          assertThat(TokenSet.decode(Secret.of(changed))).isNotEqualTo(FULL);
        } catch (UnreadableTokensException refused) {
          assertThat(refused).hasMessageStartingWith("The stored tokens cannot be read: ");
        }
      }
    }
  }

  @Test
  void limitsAreNamedWithTheirBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenSet.builder(Secret.of("")))
        .withMessageContaining("at least one byte");
    TokenSet.Builder large = TokenSet.builder(Secret.of(new byte[TokenSet.MAX_BYTES]));
    assertThatIllegalArgumentException()
        .isThrownBy(large::build)
        .withMessageContaining("at most 245760 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.toBuilder().accessTokenExpiresAt(Instant.MAX))
        .withMessageContaining("2^63");
  }

  @Test
  void aDestroyedSecretIsNotEncoded() {
    Secret token = Secret.of("short-lived");
    TokenSet set = TokenSet.builder(token).build();
    token.destroy();
    assertThatIllegalStateException().isThrownBy(set::encode);
  }
}
