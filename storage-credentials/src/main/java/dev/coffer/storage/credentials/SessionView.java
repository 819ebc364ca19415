package dev.coffer.storage.credentials;

import dev.coffer.storage.credentials.SessionStore.Stored;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one process knows of a session: the last record that it has read, for as long as the
 * staleness bound allows, or tokens that are in memory alone because the storage would not take
 * them. It tells the listeners what has changed. Thread-safe.
 */
final class SessionView {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final String account;
  private final SessionStore store;
  private final Saving saving;
  private final Parts parts;
  private final Time time;
  private final long staleness;
  private final Events events;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock savingAgain = new ReentrantLock();
  private volatile @Nullable Snapshot snapshot;
  private volatile @Nullable Unsaved unsaved;
  private long demandedOf;

  SessionView(String account, SessionStore store, Saving saving, Parts parts) {
    this.account = account;
    this.store = store;
    this.saving = saving;
    this.parts = parts;
    this.time = parts.time();
    this.staleness = parts.settings().staleness().toNanos();
    this.events = new Events(parts.listeners());
  }

  /** What is known, if it is fresh: costs no lock and no I/O. */
  @Nullable
  Snapshot fresh() {
    Snapshot known = snapshot;
    return known != null && known.isFresh(time.nanos(), staleness) ? known : null;
  }

  /** What is known, read again where it is older than the bound. */
  Snapshot current() {
    Snapshot known = fresh();
    if (known != null) {
      return known;
    }
    if (staleness == 0) {
      return read();
    }
    // One thread reads for all that find it stale at once.
    reading.lock();
    try {
      known = fresh();
      return known != null ? known : read();
    } finally {
      reading.unlock();
    }
  }

  private Snapshot read() {
    if (unsaved != null) {
      return saveAgain();
    }
    long start = time.nanos();
    return installed(store.read(), start);
  }

  /** What this process has brought about, or has found; with a time before which it began. */
  Snapshot installed(Optional<Stored> stored, long start) {
    return install(
        stored.map(Stored::record),
        stored.map(Stored::asOf).orElse(start),
        stored.map(Stored::order).orElse(start),
        false);
  }

  /** A sign-in or sign-out of this process's own, in the place of everything before. */
  Snapshot begin(Optional<SessionRecord> record, long start) {
    unsaved = null;
    return install(record, start, time.nanos(), true);
  }

  private Snapshot install(Optional<SessionRecord> record, long asOf, long order, boolean own) {
    Snapshot next;
    synchronized (this) {
      Snapshot known = snapshot;
      next = Snapshot.of(record, asOf, order, time).after(known);
      if (next != known) {
        snapshot = next;
        changed(known, next, own);
      }
    }
    events.deliver();
    return next;
  }

  private void changed(@Nullable Snapshot known, Snapshot next, boolean own) {
    if (known == null && !own) {
      // What was so before is no news.
      return;
    }
    SessionRecord before = known == null ? null : known.record().orElse(null);
    SessionRecord after = next.record().orElse(null);
    if (after == null) {
      if (before != null) {
        tell(CredentialEvent.Type.SIGNED_OUT, 0, null);
      }
      return;
    }
    if (before == null || !before.session().equals(after.session())) {
      tell(CredentialEvent.Type.SIGNED_IN, after.generation(), null);
    } else if (before.generation() < after.generation()) {
      tell(CredentialEvent.Type.REFRESHED, after.generation(), null);
    }
    boolean demanded = before != null
        && before.signIn().isPresent()
        && before.session().equals(after.session())
        && before.generation() == after.generation();
    if (after.signIn().isPresent() && !demanded) {
      tell(
          CredentialEvent.Type.SIGN_IN_REQUIRED,
          after.generation(),
          after.signIn().get().reason());
    }
  }

  private void tell(CredentialEvent.Type type, long generation, @Nullable SignInReason reason) {
    events.add(new CredentialEvent(type, account, generation, reason));
  }

  /** There is no refresh token, and the access token has expired: told once for a sign-in. */
  SignInRequiredException demandForWantOfRefreshToken(SessionRecord record) {
    synchronized (this) {
      long sign = record.session().getMostSignificantBits() ^ record.generation();
      if (demandedOf != sign) {
        demandedOf = sign;
        tell(
            CredentialEvent.Type.SIGN_IN_REQUIRED,
            record.generation(),
            SignInReason.NO_REFRESH_TOKEN);
      }
    }
    events.deliver();
    return new SignInRequiredException(SignInReason.NO_REFRESH_TOKEN, "");
  }

  /** Serves from memory what could not be saved, and goes on trying. */
  void keepInMemory(Unsaved tokens) {
    long now = time.nanos();
    unsaved = tokens;
    Snapshot known = snapshot;
    boolean signedIn = known == null || known.isOf(tokens.session());
    if (signedIn) {
      install(Optional.of(tokens.base().renewed(tokens.tokens())), now, now, true);
      tell(CredentialEvent.Type.NOT_SAVED, tokens.generation() + 1, null);
      events.deliver();
    }
    retryLater(tokens, FIRST_RETRY);
  }

  private void retryLater(Unsaved tokens, Duration delay) {
    time.later(delay, () -> {
      saveAgain();
      if (tokens.equals(unsaved) && !parts.isClosed()) {
        Duration next = delay.multipliedBy(2);
        retryLater(tokens, next.compareTo(LONGEST_RETRY) < 0 ? next : LONGEST_RETRY);
      }
    });
  }

  /** Tokens that are in memory alone. */
  Optional<Unsaved> unsaved() {
    return Optional.ofNullable(unsaved);
  }

  /** Tries to save what is in memory alone; that it does not succeed changes nothing. */
  Snapshot saveAgain() {
    // Whoever comes while another thread tries is served from memory.
    if (savingAgain.tryLock()) {
      try {
        if (saveOrFail().isPresent()) {
          keepFresh();
        }
      } finally {
        savingAgain.unlock();
      }
    }
    return Objects.requireNonNull(snapshot);
  }

  /** Saves what is in memory alone, if anything is. */
  Optional<TokensNotSavedException> saveOrFail() {
    savingAgain.lock();
    try {
      Unsaved tokens = unsaved;
      if (tokens != null) {
        saveAgain(tokens);
      }
      return Optional.empty();
    } catch (TokensNotSavedException failure) {
      return Optional.of(failure);
    } finally {
      savingAgain.unlock();
    }
  }

  private void saveAgain(Unsaved tokens) {
    long start = time.nanos();
    Optional<Stored> stored;
    try {
      stored = saving.save(tokens, null);
    } catch (RevocationFailedException signedOut) {
      // Whoever signed out was told of what they revoked; these few run out by themselves.
      stored = Optional.empty();
    }
    if (tokens.equals(unsaved)) {
      unsaved = null;
      installed(stored, start);
    }
  }

  private synchronized void keepFresh() {
    Snapshot known = snapshot;
    if (known != null) {
      snapshot = known.asOf(time.nanos());
    }
  }
}
