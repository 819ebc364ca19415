package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.SessionRecord.SignInDemand;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The stored form of a {@link SessionRecord}, as {@code docs/format-credentials.md} has it. */
final class SessionFormat {

  /** The provider's words are cut to so many characters. */
  static final int MAX_DETAIL = 500;

  private static final int MAGIC = 0x43465345; // CFSE
  private static final byte VERSION = 1;

  private static final int SESSION = Fields.CRITICAL | 1;
  private static final int GENERATION = Fields.CRITICAL | 2;
  private static final int STATE = Fields.CRITICAL | 3;
  private static final int ATTEMPT = Fields.CRITICAL | 4;
  private static final int LEASE_MILLIS = Fields.CRITICAL | 5;
  private static final int REJECTION = Fields.CRITICAL | 6;
  private static final int REASON = Fields.CRITICAL | 7;
  private static final int OVERTAKEN = Fields.CRITICAL | 8;
  private static final int UNANSWERED = Fields.CRITICAL | 9;
  private static final int TOKENS = Fields.CRITICAL | 10;

  private static final Set<Integer> KNOWN = Set.of(
      SESSION,
      GENERATION,
      STATE,
      ATTEMPT,
      LEASE_MILLIS,
      REJECTION,
      REASON,
      OVERTAKEN,
      UNANSWERED,
      TOKENS);

  private static final int STABLE = 1;
  private static final int REFRESHING = 2;
  private static final int NEEDS_SIGN_IN = 3;

  private SessionFormat() {}

  static Secret encode(SessionRecord record) {
    Fields fields = new Fields();
    fields.put(SESSION, bytes(record.session()));
    fields.putLong(GENERATION, record.generation());
    fields.put(STATE, new byte[] {(byte) state(record)});
    record.lease().ifPresent(lease -> {
      fields.put(ATTEMPT, bytes(lease.attempt()));
      fields.putInt(LEASE_MILLIS, (int) lease.length().toMillis());
      lease.rejection().ifPresent(words -> fields.putText(REJECTION, cut(words)));
    });
    record.signIn().ifPresent(demand -> {
      fields.put(REASON, new byte[] {code(demand.reason())});
      fields.putText(REJECTION, cut(demand.detail()));
    });
    if (record.overtaken() > 0) {
      fields.putInt(OVERTAKEN, record.overtaken());
    }
    if (record.unanswered() > 0) {
      fields.putInt(UNANSWERED, record.unanswered());
    }
    Secret tokens = record.tokens().encode();
    fields.put(TOKENS, tokens.revealBytes());
    tokens.destroy();
    Fields all = new Fields();
    all.putAll(fields);
    all.putAll(record.unknown());
    byte[] bytes = new byte[Integer.BYTES + 1 + all.length()];
    all.writeTo(ByteBuffer.wrap(bytes).putInt(MAGIC).put(VERSION));
    fields.wipe();
    return TokenSetFormat.wiped(bytes);
  }

  static SessionRecord decode(Secret encoded) {
    byte[] bytes = encoded.revealBytes();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < Integer.BYTES + 1 || in.getInt() != MAGIC) {
      throw new UnreadableTokensException("the entry is not a session's");
    }
    byte version = in.get();
    if (version != VERSION) {
      throw new UnreadableTokensException(
          "its format is " + version + ", and this release knows " + VERSION);
    }
    Fields fields = Fields.parse(in, KNOWN);
    Arrays.fill(bytes, (byte) 0);
    int state = fields.require(STATE, 1)[0];
    if (state < STABLE || state > NEEDS_SIGN_IN) {
      throw new UnreadableTokensException("its state is unknown: " + state);
    }
    Secret tokens = TokenSetFormat.wiped(fields.require(TOKENS));
    return new SessionRecord(
        uuid(fields.require(SESSION, 16)),
        positive(fields.requireLong(GENERATION), "generation"),
        state == REFRESHING ? Optional.of(lease(fields)) : Optional.empty(),
        state == NEEDS_SIGN_IN ? Optional.of(demand(fields)) : Optional.empty(),
        count(fields, OVERTAKEN),
        count(fields, UNANSWERED),
        TokenSetFormat.decode(tokens),
        fields.without(KNOWN));
  }

  /** None is written as no field, so that equal content is equal bytes. */
  private static int count(Fields fields, int number) {
    return fields.get(number).isEmpty() ? 0 : (int) positive(fields.requireInt(number), "count");
  }

  private static long positive(long value, String what) {
    if (value < 1) {
      throw new UnreadableTokensException("its " + what + " is " + value);
    }
    return value;
  }

  private static int state(SessionRecord record) {
    return record.signIn().isPresent()
        ? NEEDS_SIGN_IN
        : record.lease().isPresent() ? REFRESHING : STABLE;
  }

  private static Lease lease(Fields fields) {
    Duration length = Duration.ofMillis(fields.requireInt(LEASE_MILLIS));
    if (length.compareTo(Lease.MIN) < 0 || length.compareTo(Lease.MAX) > 0) {
      throw new UnreadableTokensException("its lease is " + length.toMillis() + " ms long");
    }
    return new Lease(uuid(fields.require(ATTEMPT, 16)), length, fields.getText(REJECTION));
  }

  private static SignInDemand demand(Fields fields) {
    byte code = fields.require(REASON, 1)[0];
    SignInReason reason = switch (code) {
      case 1 -> SignInReason.REJECTED;
      case 2 -> SignInReason.ANSWER_LOST;
      default -> throw new UnreadableTokensException("its reason is unknown: " + code);
    };
    return new SignInDemand(reason, fields.getText(REJECTION).orElse(""));
  }

  private static byte code(SignInReason reason) {
    return switch (reason) {
      case REJECTED -> 1;
      case ANSWER_LOST -> 2;
      case NO_REFRESH_TOKEN -> throw new IllegalArgumentException("This reason is not stored.");
    };
  }

  private static String cut(String words) {
    int length = words.codePointCount(0, words.length());
    return length <= MAX_DETAIL
        ? words
        : words.substring(0, words.offsetByCodePoints(0, MAX_DETAIL));
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new UUID(in.getLong(), in.getLong());
  }
}
