package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Secret;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Version 1 of the stored form, pinned to committed bytes, and read a second time by a reader that
 * shares no code with the first: straight from the format's text.
 */
class CredentialFormatTest {

  private static final UUID SESSION = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
  private static final UUID ATTEMPT = UUID.fromString("f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff");

  private static final SessionRecord STABLE = SessionRecord.signedIn(SESSION, TokenSetTest.FULL);
  private static final SessionRecord REFRESHING =
      STABLE.released(false).takenOver(Lease.of(ATTEMPT, Duration.ofSeconds(30)));
  private static final SessionRecord REFUSED =
      REFRESHING.leased(REFRESHING.lease().orElseThrow().rejected("invalid_grant"));
  private static final SessionRecord NEEDS_SIGN_IN = STABLE.rejected("invalid_grant: too old");

  private static SessionRecord record(String name) {
    return switch (name) {
      case "stable" -> STABLE;
      case "refreshing" -> REFRESHING;
      case "refused" -> REFUSED;
      case "needs-sign-in" -> NEEDS_SIGN_IN;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] golden(String name) {
    Properties golden = new Properties();
    try (InputStream in =
        CredentialFormatTest.class.getResourceAsStream("credentials-v1.properties")) {
      golden.load(in);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
    return HexFormat.of().parseHex(golden.getProperty(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stable", "refreshing", "refused", "needs-sign-in"})
  void theBytesAreThoseOfTheGoldenVectorBothWays(String name) {
    assertThat(HexFormat.of().formatHex(SessionFormat.encode(record(name)).revealBytes()))
        .isEqualTo(HexFormat.of().formatHex(golden(name)));
    assertThat(SessionFormat.decode(Secret.of(golden(name)))).isEqualTo(record(name));
  }

  @Test
  void anIndependentReaderFindsWhatTheFormatsTextSays() throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(golden("refreshing")));
    assertThat(in.readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("CFSE");
    assertThat(in.readByte()).isEqualTo((byte) 1);
    Map<Integer, byte[]> session = fields(in);
    assertThat(session)
        .containsOnlyKeys(0x8001, 0x8002, 0x8003, 0x8004, 0x8005, 0x8008, 0x8009, 0x800a);
    assertThat(session.get(0x8001)).asHexString().isEqualTo("000102030405060708090A0B0C0D0E0F");
    assertThat(number(session.get(0x8002))).isEqualTo(1);
    assertThat(number(session.get(0x8003))).isEqualTo(2);
    assertThat(session.get(0x8004)).asHexString().isEqualTo("F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF");
    assertThat(number(session.get(0x8005))).isEqualTo(30_000);
    assertThat(number(session.get(0x8008))).isEqualTo(1);
    assertThat(number(session.get(0x8009))).isEqualTo(1);

    DataInputStream set = new DataInputStream(new ByteArrayInputStream(session.get(0x800a)));
    assertThat(set.readByte()).isEqualTo((byte) 1);
    Map<Integer, byte[]> tokens = fields(set);
    assertThat(tokens).containsOnlyKeys(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x8001);
    assertThat(text(tokens.get(0x8001))).isEqualTo("access-token");
    assertThat(text(tokens.get(2))).isEqualTo("DPoP");
    assertThat(text(tokens.get(3))).isEqualTo("refresh-token");
    assertThat(text(tokens.get(4))).isEqualTo("id-token");
    assertThat(text(tokens.get(5))).isEqualTo("\0\0\0\6openid\0\0\0\16offline_access");
    assertThat(number(tokens.get(6))).isEqualTo(1_772_370_000_123L);
    assertThat(number(tokens.get(7))).isEqualTo(1_775_044_800_000L);
    assertThat(number(tokens.get(8))).isEqualTo(1_772_367_000_000L);
    assertThat(number(tokens.get(9))).isEqualTo(1_772_366_400_000L);
    assertThat(text(tokens.get(10))).isEqualTo("älice");
    assertThat(text(tokens.get(11))).isEqualTo("\0\0\0\15device_secret\0\0\0\15device-secret");
  }

  private static Map<Integer, byte[]> fields(DataInputStream in) throws IOException {
    Map<Integer, byte[]> fields = new LinkedHashMap<>();
    while (in.available() > 0) {
      fields.put(in.readUnsignedShort(), in.readNBytes(in.readInt()));
    }
    return fields;
  }

  private static long number(byte[] bytes) {
    return new java.math.BigInteger(bytes).longValueExact();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void otherEntriesAndOtherVersionsAreRefused() {
    byte[] version2 = golden("stable");
    version2[4] = 2;
    for (byte[] bytes :
        new byte[][] {version2, {}, "refresh_token".getBytes(StandardCharsets.UTF_8)}) {
      assertThatExceptionOfType(UnreadableTokensException.class)
          .isThrownBy(() -> SessionFormat.decode(Secret.of(bytes)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stable", "refreshing", "refused", "needs-sign-in"})
  void anyByteThatIsChangedGivesAnotherRecordOrARefusalAndNeverAnotherError(String name) {
    byte[] encoded = golden(name);
    for (int i = 0; i < encoded.length; i++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = encoded.clone();
        changed[i] ^= (byte) flip;
        try {
          assertThat(SessionFormat.decode(Secret.of(changed))).isNotEqualTo(record(name));
        } catch (UnreadableTokensException refused) {
          assertThat(refused).hasMessageStartingWith("The stored tokens cannot be read: ");
        }
      }
    }
  }

  @Test
  void aProvidersLongReasonIsCutAndATokenSetOfFullSizeFits() {
    SessionRecord wordy = STABLE.rejected("é".repeat(5_000));
    SessionRecord decoded = SessionFormat.decode(SessionFormat.encode(wordy));
    assertThat(decoded.signIn().orElseThrow().detail()).hasSize(SessionFormat.MAX_DETAIL);
    TokenSet largest =
        TokenSet.builder(Secret.of(new byte[TokenSet.MAX_BYTES - 100])).build();
    assertThat(SessionFormat.encode(STABLE.renewed(largest)).length()).isLessThan(262_144);
  }

  @Test
  void nothingOfARecordIsPrinted() {
    assertThat(NEEDS_SIGN_IN).hasToString("SessionRecord[generation 1, sign-in needed]");
    assertThat(REFRESHING).hasToString("SessionRecord[generation 1, leased]");
    assertThat(new Unsaved(STABLE, TokenSetTest.FULL)).hasToString("Unsaved[after generation 1]");
  }
}
