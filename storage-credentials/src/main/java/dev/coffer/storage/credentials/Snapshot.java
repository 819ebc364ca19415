package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as this process knows it: what was read, when, and until when its tokens live, by the
 * wall clock and by one that nobody sets; the one that says less is believed, so that neither a
 * clock that is put back nor a machine that has slept makes a dead token look alive.
 */
final class Snapshot {

  private final @Nullable SessionRecord record;
  private final long asOf;
  private final long order;
  private final Life access;
  private final Life id;
  private final byte @Nullable [] accessToken;

  private Snapshot(@Nullable SessionRecord record, long asOf, long order, Life access, Life id) {
    this.record = record;
    this.asOf = asOf;
    this.order = order;
    this.access = access;
    this.id = id;
    this.accessToken = record == null ? null : record.tokens().accessToken().revealBytes();
  }

  /** What a store held; see {@link SessionStore.Stored}. */
  static Snapshot of(Optional<SessionRecord> found, long asOf, long order, Time time) {
    SessionRecord record = found.orElse(null);
    if (record == null) {
      return new Snapshot(null, asOf, order, Life.UNKNOWN, Life.UNKNOWN);
    }
    TokenSet tokens = record.tokens();
    long millis = time.millis();
    long nanos = time.nanos();
    return new Snapshot(
        record,
        asOf,
        order,
        Life.of(tokens.accessTokenExpiresAt(), tokens.receivedAt(), millis, nanos),
        Life.of(tokens.idTokenExpiresAt(), tokens.receivedAt(), millis, nanos));
  }

  /** This one, or what was known before if that is newer; lives that were measured stay so. */
  Snapshot after(@Nullable Snapshot known) {
    if (known == null || record == null || known.record == null) {
      return known != null && known.order - order > 0 ? known : this;
    }
    boolean same = record.session().equals(known.record.session());
    if (known.order - order > 0 || (same && record.generation() < known.record.generation())) {
      return known;
    }
    return same && record.generation() == known.record.generation()
        ? new Snapshot(record, asOf, order, known.access, known.id)
        : this;
  }

  /** The same, looked at again when it cannot be read: what is kept in memory alone. */
  Snapshot asOf(long nanos) {
    return new Snapshot(record, nanos, order, access, id);
  }

  boolean isFresh(long nanos, long staleness) {
    return nanos - asOf < staleness;
  }

  Optional<SessionRecord> record() {
    return Optional.ofNullable(record);
  }

  boolean isOf(UUID session) {
    return record != null && record.session().equals(session);
  }

  /** Whether somebody is signed in and need not do so again. */
  boolean isUsable() {
    return record != null && record.signIn().isEmpty();
  }

  /**
   * @throws NotSignedInException if nobody is
   * @throws SignInRequiredException if the provider has rejected the refresh token
   */
  SessionRecord requireUsable() {
    if (record == null) {
      throw new NotSignedInException();
    }
    if (record.signIn().isPresent()) {
      SessionRecord.SignInDemand demand = record.signIn().get();
      throw new SignInRequiredException(demand.reason(), demand.detail());
    }
    return record;
  }

  boolean lives(TokenKind kind, Duration minimum, Time time) {
    return (kind == TokenKind.ACCESS ? access : id)
        .lasts(minimum.toMillis(), time.millis(), time.nanos());
  }

  /** A copy, for the caller to destroy. */
  Secret accessToken() {
    if (accessToken == null) {
      throw new NotSignedInException();
    }
    return Secret.of(accessToken);
  }

  /** How long a token lives: until when by both clocks, and how long in all. */
  private record Life(boolean known, long endMillis, long endNanos, long wholeMillis) {

    static final Life UNKNOWN = new Life(false, 0, 0, 0);

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Longer than any process runs, and short enough for its nanoseconds to fit. */
    private static final long LONGEST = Duration.ofDays(100_000).toMillis();

    static Life of(Optional<Instant> end, Optional<Instant> received, long millis, long nanos) {
      if (end.isEmpty()) {
        return UNKNOWN;
      }
      long endMillis = clamp(end.get().toEpochMilli());
      long left = clamp(endMillis - millis);
      long whole =
          received.isPresent() ? endMillis - clamp(received.get().toEpochMilli()) : LONGEST;
      return new Life(true, endMillis, nanos + left * NANOS_PER_MILLI, whole);
    }

    private static long clamp(long millis) {
      return Math.max(-LONGEST, Math.min(LONGEST, millis));
    }

    /**
     * Whether it lasts for a while longer. A while that it could not last when it was new counts as
     * half of its life, or each call would have it refreshed.
     */
    boolean lasts(long minimumMillis, long millis, long nanos) {
      if (!known) {
        return true;
      }
      long minimum = minimumMillis >= wholeMillis ? wholeMillis / 2 : minimumMillis;
      long left = Math.min(endMillis - millis, (endNanos - nanos) / NANOS_PER_MILLI);
      return left > 0 && left >= minimum;
    }
  }
}
