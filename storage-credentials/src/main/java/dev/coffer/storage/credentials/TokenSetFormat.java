package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stored form of a {@link TokenSet}, as {@code docs/format-credentials.md} has it. */
final class TokenSetFormat {

  private static final byte VERSION = 1;

  private static final int ACCESS_TOKEN = Fields.CRITICAL | 1;
  private static final int TOKEN_TYPE = 2;
  private static final int REFRESH_TOKEN = 3;
  private static final int ID_TOKEN = 4;
  private static final int SCOPES = 5;
  private static final int ACCESS_TOKEN_EXPIRY = 6;
  private static final int REFRESH_TOKEN_EXPIRY = 7;
  private static final int ID_TOKEN_EXPIRY = 8;
  private static final int RECEIVED = 9;
  private static final int ACCOUNT_ID = 10;
  private static final int PARAMETERS = 11;

  private static final Set<Integer> KNOWN = Set.of(
      ACCESS_TOKEN,
      TOKEN_TYPE,
      REFRESH_TOKEN,
      ID_TOKEN,
      SCOPES,
      ACCESS_TOKEN_EXPIRY,
      REFRESH_TOKEN_EXPIRY,
      ID_TOKEN_EXPIRY,
      RECEIVED,
      ACCOUNT_ID,
      PARAMETERS);

  private TokenSetFormat() {}

  static Secret encode(TokenSet set) {
    Fields fields = new Fields();
    fields.put(ACCESS_TOKEN, set.accessToken().revealBytes());
    fields.putText(TOKEN_TYPE, set.tokenType());
    set.refreshToken().ifPresent(token -> fields.put(REFRESH_TOKEN, token.revealBytes()));
    set.idToken().ifPresent(token -> fields.put(ID_TOKEN, token.revealBytes()));
    if (!set.scopes().isEmpty()) {
      fields.putList(SCOPES, set.scopes().stream().map(TokenSetFormat::utf8).toList());
    }
    putTime(fields, ACCESS_TOKEN_EXPIRY, set.accessTokenExpiresAt());
    putTime(fields, REFRESH_TOKEN_EXPIRY, set.refreshTokenExpiresAt());
    putTime(fields, ID_TOKEN_EXPIRY, set.idTokenExpiresAt());
    putTime(fields, RECEIVED, set.receivedAt());
    set.accountId().ifPresent(id -> fields.putText(ACCOUNT_ID, id));
    putParameters(fields, set.parameters());
    // The unknown ones are the set's own, and are not to be wiped with the rest.
    byte[] bytes = new byte[1 + fields.length() + set.unknown().length()];
    Fields all = new Fields();
    all.putAll(fields);
    all.putAll(set.unknown());
    all.writeTo(ByteBuffer.wrap(bytes).put(VERSION));
    fields.wipe();
    return wiped(bytes);
  }

  static TokenSet decode(Secret encoded) {
    byte[] bytes = encoded.revealBytes();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!in.hasRemaining() || in.get() != VERSION) {
      throw new UnreadableTokensException("its token set is not of version " + VERSION);
    }
    Fields fields = Fields.parse(in, KNOWN);
    Arrays.fill(bytes, (byte) 0);
    try {
      return decoded(fields);
    } catch (IllegalArgumentException outOfBounds) {
      throw new UnreadableTokensException("a field of its token set is out of bounds");
    }
  }

  private static TokenSet decoded(Fields fields) {
    TokenSet.Builder set = TokenSet.builder(Secret.of(fields.require(ACCESS_TOKEN)));
    fields.getText(TOKEN_TYPE).ifPresent(set::tokenType);
    fields.get(REFRESH_TOKEN).map(Secret::of).ifPresent(set::refreshToken);
    fields.get(ID_TOKEN).map(Secret::of).ifPresent(set::idToken);
    set.scopes(fields.getList(SCOPES).stream().map(Fields::text).toList());
    time(fields, ACCESS_TOKEN_EXPIRY).ifPresent(set::accessTokenExpiresAt);
    time(fields, REFRESH_TOKEN_EXPIRY).ifPresent(set::refreshTokenExpiresAt);
    time(fields, ID_TOKEN_EXPIRY).ifPresent(set::idTokenExpiresAt);
    time(fields, RECEIVED).ifPresent(set::receivedAt);
    fields.getText(ACCOUNT_ID).ifPresent(set::accountId);
    set.parameters(parameters(fields));
    return set.unknown(fields.without(KNOWN)).build();
  }

  private static void putParameters(Fields fields, Map<String, Secret> parameters) {
    if (!parameters.isEmpty()) {
      List<byte[]> pairs = new ArrayList<>();
      parameters.forEach((name, value) -> {
        pairs.add(utf8(name));
        pairs.add(value.revealBytes());
      });
      fields.putList(PARAMETERS, pairs);
      pairs.forEach(each -> Arrays.fill(each, (byte) 0));
    }
  }

  private static Map<String, Secret> parameters(Fields fields) {
    List<byte[]> pairs = fields.getList(PARAMETERS);
    if (pairs.size() % 2 != 0) {
      throw new UnreadableTokensException("a parameter in it has no value");
    }
    Map<String, Secret> parameters = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      parameters.put(Fields.text(pairs.get(i)), Secret.of(pairs.get(i + 1)));
    }
    return parameters;
  }

  private static void putTime(Fields fields, int number, Optional<Instant> time) {
    time.ifPresent(instant -> fields.putLong(number, instant.toEpochMilli()));
  }

  private static Optional<Instant> time(Fields fields, int number) {
    return fields.getLong(number).map(Instant::ofEpochMilli);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A secret of bytes that nobody needs any more. */
  static Secret wiped(byte[] bytes) {
    Secret secret = Secret.of(bytes);
    Arrays.fill(bytes, (byte) 0);
    return secret;
  }
}
