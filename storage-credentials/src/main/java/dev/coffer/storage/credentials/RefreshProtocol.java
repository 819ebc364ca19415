package dev.coffer.storage.credentials;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.SessionStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of one session from its tokens to newer ones, by one process of a fleet: a lease is
 * written before the provider is called, the answer is saved before anything else is done, and
 * whoever finds a lease waits for its end or for what comes of it.
 *
 * <p>No wall clocks are compared. For others a lease is over when they have seen the same version
 * for its whole length; for its holder it began before it was written, so that the holder is the
 * first to think it over. Not thread-safe: one flight at a time.
 */
final class RefreshProtocol {

  private static final Duration FIRST_POLL = Duration.ofMillis(20);
  private static final Duration LONGEST_POLL = Duration.ofMillis(500);

  private final String account;
  private final SessionStore store;
  private final Saving saving;
  private final TokenRefresher refresher;
  private final Settings settings;
  private final Time time;
  private final Supplier<UUID> ids;
  private final LeaseWatch watch = new LeaseWatch();
  private @Nullable Attempt last;
  private Duration poll = FIRST_POLL;

  RefreshProtocol(
      String account,
      SessionStore store,
      Saving saving,
      TokenRefresher refresher,
      Settings settings,
      Time time,
      Supplier<UUID> ids) {
    this.account = account;
    this.store = store;
    this.saving = saving;
    this.refresher = refresher;
    this.settings = settings;
    this.time = time;
    this.ids = ids;
  }

  /** What a refresh is for: getting beyond a generation of a session. */
  private record Goal(UUID session, long generation) {

    boolean isReachedBy(SessionRecord record) {
      return !record.session().equals(session) || record.generation() > generation;
    }

    /** Whether nothing that this process could do would bring the session further. */
    boolean isSettledBy(SessionRecord record) {
      return isReachedBy(record)
          || record.signIn().isPresent()
          || record.tokens().refreshToken().isEmpty();
    }
  }

  /** An attempt of this process: when its lease began at the earliest, and what came of it. */
  private static final class Attempt {

    private final UUID id;
    private final long since;
    private @Nullable RefreshResult result;

    Attempt(UUID id, long since) {
      this.id = id;
      this.since = since;
    }
  }

  /**
   * What is stored once the session has got beyond a generation; nothing, if it is signed out. It
   * may need a sign-in now, or have no refresh token.
   *
   * @throws RefreshFailedException if the provider did not refresh it now
   * @throws TokensNotSavedException if it did, and the storage failed
   */
  Optional<Stored> refresh(UUID session, long generation) throws InterruptedException {
    return refresh(new Goal(session, generation));
  }

  /** As {@link #refresh(UUID, long)}, by an attempt that begins after this call, whose ever. */
  Optional<Stored> refreshAnew() throws InterruptedException {
    Optional<Stored> found = store.read();
    if (found.isEmpty()) {
      return found;
    }
    SessionRecord record = found.get().record();
    // An attempt whose lease is found has begun before: what comes of that one is not enough.
    int begun = record.lease().isPresent() ? 1 : 0;
    return refresh(new Goal(record.session(), record.generation() + begun));
  }

  private Optional<Stored> refresh(Goal goal) throws InterruptedException {
    poll = FIRST_POLL;
    for (; ; ) {
      Optional<Stored> found = store.read();
      if (found.isEmpty() || goal.isSettledBy(found.get().record())) {
        return found;
      }
      Optional<Stored> end = step(found.get(), goal);
      if (end.isPresent()) {
        return end;
      }
    }
  }

  /** One step on; nothing, if the record is to be looked at again. */
  private Optional<Stored> step(Stored current, Goal goal) throws InterruptedException {
    SessionRecord record = current.record();
    if (record.lease().isEmpty()) {
      return acquire(current, false, goal);
    }
    Lease lease = record.lease().get();
    if (last != null && last.id.equals(lease.attempt()) && lease.rejection().isEmpty()) {
      // The storage did not say that the lease was written, or would not take the verdict.
      return last.result == null ? call(current, last, goal) : conclude(current, last, goal);
    }
    Duration left = watch.left(current.version(), lease.length(), time.nanos());
    if (!left.isZero()) {
      time.pause(left.compareTo(poll) < 0 ? left : poll);
      poll = poll.compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : LONGEST_POLL;
      return Optional.empty();
    }
    if (lease.rejection().isPresent()) {
      return store.replace(current, record.rejected(lease.rejection().get()));
    }
    return acquire(current, true, goal);
  }

  private Optional<Stored> acquire(Stored current, boolean overtaking, Goal goal) {
    Attempt attempt = new Attempt(ids.get(), time.nanos());
    last = attempt;
    Lease lease = Lease.of(attempt.id, settings.lease());
    SessionRecord record = current.record();
    Optional<Stored> leased =
        store.replace(current, overtaking ? record.takenOver(lease) : record.leased(lease));
    return leased.isPresent() ? call(leased.get(), attempt, goal) : Optional.empty();
  }

  private Optional<Stored> call(Stored leased, Attempt attempt, Goal goal) {
    SessionRecord record = leased.record();
    long deadline = attempt.since + settings.callTimeout().toNanos();
    RefreshRequest request = new RefreshRequest(
        account,
        record.tokens(),
        record.isAnswerMissing(),
        () -> Duration.ofNanos(deadline - time.nanos()));
    if (request.remaining().isZero()) {
      attempt.result = RefreshResult.retryable(new LateLease(settings.callTimeout()));
    } else {
      attempt.result = ask(request);
    }
    return conclude(leased, attempt, goal);
  }

  /** Writing the lease took so long that another process may think it over. */
  private static final class LateLease extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LateLease(Duration bound) {
      super("Writing the lease took more than " + bound.toMillis()
          + " ms, so the provider was not called.");
    }
  }

  private RefreshResult ask(RefreshRequest request) {
    try {
      return Objects.requireNonNull(refresher.refresh(request), "The refresher answered null.");
    } catch (RuntimeException failure) {
      return RefreshResult.unanswered(failure);
    }
  }

  /** Writes down what came of an attempt. */
  private Optional<Stored> conclude(Stored leased, Attempt attempt, Goal goal) {
    SessionRecord record = leased.record();
    RefreshResult result = Objects.requireNonNull(attempt.result);
    if (result.tokens().isPresent()) {
      return saving.save(new Unsaved(record, renewed(record, result)), leased);
    }
    if (result.rejection().isEmpty()) {
      return release(leased, result, goal);
    }
    String words = result.rejection().get();
    if (record.overtaken() == 0) {
      return store.replace(leased, record.rejected(words));
    }
    // The one that was overtaken may be about to save what the provider gave it. This version is a
    // new one, so everybody waits for one more lease, and nobody asks the provider again.
    store.replace(leased, record.leased(record.lease().orElseThrow().rejected(words)));
    return Optional.empty();
  }

  private TokenSet renewed(SessionRecord record, RefreshResult result) {
    return Renewal.of(
        record.tokens(), result.tokens().orElseThrow(), Instant.ofEpochMilli(time.millis()));
  }

  private Optional<Stored> release(Stored leased, RefreshResult result, Goal goal) {
    RefreshFailedException failure = new RefreshFailedException(
        "The tokens could not be refreshed now; the user is still signed in.",
        result.after().orElse(Duration.ZERO),
        result.failure().orElseThrow());
    try {
      boolean held = store
          .replace(leased, leased.record().released(!result.isUnanswered()))
          .isPresent();
      if (!held) {
        // Somebody else has taken over, and may have had more luck.
        Optional<Stored> found = store.read();
        if (found.isEmpty() || goal.isSettledBy(found.get().record())) {
          return Optional.empty();
        }
      }
    } catch (StorageException unreleased) {
      failure.addSuppressed(unreleased);
    }
    throw failure;
  }
}
