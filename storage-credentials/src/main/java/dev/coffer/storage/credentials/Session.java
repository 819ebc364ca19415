package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.SessionStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One account of a manager: decides when to refresh, and what a caller is told. */
final class Session implements CredentialSession {

  private final String account;
  private final Parts parts;
  private final SessionStore store;
  private final SessionView view;
  private final RefreshProtocol protocol;
  private final Flights flights;
  private final Backoff backoff;

  Session(String account, Parts parts) {
    this.account = account;
    this.parts = parts;
    this.store = new SessionStore(parts.scope(), account, parts.time());
    Saving saving = new Saving(store, parts.revoker());
    this.view = new SessionView(account, store, saving, parts);
    this.protocol = new RefreshProtocol(
        account, store, saving, parts.refresher(), parts.settings(), parts.time(), parts.ids());
    this.flights = new Flights(parts.executor(), this::fly);
    this.backoff = new Backoff(parts.time());
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public void signedIn(TokenSet tokens) {
    parts.requireOpen();
    TokenSet copy = copy(tokens);
    if (copy.receivedAt().isEmpty()) {
      copy = copy.toBuilder()
          .receivedAt(Instant.ofEpochMilli(parts.time().millis()))
          .build();
    }
    long start = parts.time().nanos();
    Stored stored = store.create(SessionRecord.signedIn(parts.ids().get(), copy));
    backoff.succeeded();
    view.begin(Optional.of(stored.record()), start);
  }

  @Override
  public Secret accessToken() {
    return accessToken(parts.settings().skew());
  }

  @Override
  public Secret accessToken(Duration minimumLifetime) {
    Snapshot known = lasting(minimumLifetime);
    return known != null
        ? known.accessToken()
        : await(living(TokenKind.ACCESS, minimumLifetime)).accessToken();
  }

  /** What is known, if it needs neither the storage nor the provider. */
  private @Nullable Snapshot lasting(Duration minimumLifetime) {
    parts.requireOpen();
    if (minimumLifetime.isNegative()) {
      throw new IllegalArgumentException(
          "A minimum lifetime is not negative: " + minimumLifetime + ".");
    }
    Snapshot known = view.fresh();
    return known != null
            && known.isUsable()
            && known.lives(TokenKind.ACCESS, minimumLifetime, parts.time())
        ? known
        : null;
  }

  @Override
  public CompletionStage<Secret> accessTokenAsync() {
    return accessTokenAsync(parts.settings().skew());
  }

  @Override
  public CompletionStage<Secret> accessTokenAsync(Duration minimumLifetime) {
    Snapshot known = lasting(minimumLifetime);
    if (known != null) {
      return CompletableFuture.completedStage(known.accessToken());
    }
    return async(() -> living(TokenKind.ACCESS, minimumLifetime), Snapshot::accessToken);
  }

  @Override
  public Optional<Secret> idToken() {
    parts.requireOpen();
    Snapshot found = await(living(TokenKind.ID, parts.settings().skew()));
    return found.lives(TokenKind.ID, Duration.ZERO, parts.time())
        ? copy(found.requireUsable().tokens()).idToken()
        : Optional.empty();
  }

  @Override
  public TokenSet forceRefresh() {
    parts.requireOpen();
    return copy(await(anew()).requireUsable().tokens());
  }

  @Override
  public CompletionStage<TokenSet> forceRefreshAsync() {
    parts.requireOpen();
    return async(this::anew, found -> copy(found.requireUsable().tokens()));
  }

  @Override
  public Optional<TokenSet> current() {
    parts.requireOpen();
    return view.current().record().map(SessionRecord::tokens).map(Session::copy);
  }

  @Override
  public SessionState state() {
    parts.requireOpen();
    Snapshot found = view.current();
    if (found.record().isEmpty()) {
      return SessionState.SIGNED_OUT;
    }
    boolean lasting = found.isUsable()
        && (found.record().get().tokens().refreshToken().isPresent()
            || found.lives(TokenKind.ACCESS, Duration.ZERO, parts.time()));
    return lasting ? SessionState.SIGNED_IN : SessionState.SIGN_IN_REQUIRED;
  }

  @Override
  public void signOut() {
    parts.requireOpen();
    long start = parts.time().nanos();
    Optional<TokenSet> stored = store.remove().map(SessionRecord::tokens);
    Optional<TokenSet> last = view.unsaved().map(Unsaved::tokens).or(() -> stored);
    view.begin(Optional.empty(), start);
    TokenRevoker revoker = parts.revoker();
    if (revoker != null && last.isPresent()) {
      Saving.revoke(revoker, last.get());
    }
  }

  /** Saves what is in memory alone, at the manager's end; a failure says what is lost. */
  Optional<TokensNotSavedException> saveAtTheEnd() {
    return view.saveOrFail();
  }

  /**
   * A session that a caller may have to wait for, and what they can be given if it does not come.
   */
  private final class Wanted {

    private final CompletableFuture<Snapshot> flight;
    private final @Nullable TokenKind kind;
    private final @Nullable Snapshot otherwise;

    Wanted(
        CompletableFuture<Snapshot> flight,
        @Nullable TokenKind kind,
        @Nullable Snapshot otherwise) {
      this.flight = flight;
      this.kind = kind;
      this.otherwise = otherwise;
    }

    Snapshot end(@Nullable Snapshot arrived, @Nullable Throwable failure) {
      if (arrived != null) {
        return kind == null ? arrived : requireLiving(arrived);
      }
      RuntimeException cause = rethrown(failure);
      // A network that fails signs nobody out: what still lives is handed out.
      boolean transitory =
          cause instanceof RefreshFailedException || cause instanceof StorageException;
      if (transitory
          && kind != null
          && otherwise != null
          && otherwise.lives(kind, Duration.ZERO, parts.time())) {
        return otherwise;
      }
      throw cause;
    }
  }

  private Wanted here(Snapshot found) {
    return new Wanted(CompletableFuture.completedFuture(found), null, null);
  }

  /** The session with a token that lives for so long, or as well as can be had. */
  private Wanted living(TokenKind kind, Duration minimum) {
    Snapshot found = view.current();
    SessionRecord record = found.requireUsable();
    if (found.lives(kind, minimum, parts.time())) {
      return here(found);
    }
    boolean dying = found.lives(kind, Duration.ZERO, parts.time());
    if (record.tokens().refreshToken().isEmpty()) {
      if (dying) {
        return here(found);
      }
      throw view.demandForWantOfRefreshToken(record);
    }
    RefreshFailedException pausing = backoff.pausing(false);
    if (pausing != null) {
      if (dying) {
        return here(found);
      }
      throw pausing;
    }
    return new Wanted(flights.join(record.session(), record.generation(), false), kind, found);
  }

  private Snapshot requireLiving(Snapshot arrived) {
    SessionRecord record = arrived.requireUsable();
    if (!arrived.lives(TokenKind.ACCESS, Duration.ZERO, parts.time())) {
      if (record.tokens().refreshToken().isEmpty()) {
        throw view.demandForWantOfRefreshToken(record);
      }
      throw expiredOnArrival();
    }
    return arrived;
  }

  private static RefreshFailedException expiredOnArrival() {
    return new RefreshFailedException(
        "The provider's new access token had expired when it arrived; see to the clocks.",
        Duration.ZERO,
        null);
  }

  /** A token that was dead when it came would be asked for again by each call. */
  private void landed(Snapshot arrived) {
    if (arrived.isUsable() && !arrived.lives(TokenKind.ACCESS, Duration.ZERO, parts.time())) {
      backoff.failed(expiredOnArrival());
    } else {
      backoff.succeeded();
    }
  }

  private Wanted anew() {
    SessionRecord record = view.current().requireUsable();
    if (record.tokens().refreshToken().isEmpty()) {
      throw view.demandForWantOfRefreshToken(record);
    }
    RefreshFailedException pausing = backoff.pausing(true);
    if (pausing != null) {
      throw pausing;
    }
    return new Wanted(flights.join(record.session(), record.generation(), true), null, null);
  }

  /** One flight, in a thread of its own. */
  private Snapshot fly(UUID session, long generation, boolean anew) {
    long start = parts.time().nanos();
    try {
      requireSaved();
      Optional<Stored> stored =
          anew ? protocol.refreshAnew() : protocol.refresh(session, generation);
      Snapshot arrived = view.installed(stored, start);
      if (stored.isEmpty()) {
        throw new NotSignedInException();
      }
      landed(arrived);
      return arrived;
    } catch (RefreshFailedException failure) {
      backoff.failed(failure);
      throw failure;
    } catch (RevocationFailedException signedOut) {
      view.installed(Optional.empty(), start);
      NotSignedInException gone = new NotSignedInException();
      gone.addSuppressed(signedOut);
      throw gone;
    } catch (TokensNotSavedException failure) {
      backoff.succeeded();
      view.keepInMemory(failure.unsaved());
      throw failure;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new RefreshFailedException(
          "The refresh was interrupted; the user is still signed in.", Duration.ZERO, closing);
    }
  }

  /** Nothing is asked of the provider with a token that no other process could know of. */
  private void requireSaved() {
    if (view.unsaved().isPresent()) {
      view.saveAgain();
      view.unsaved().ifPresent(still -> {
        throw new RefreshFailedException(
            "The last tokens are not saved yet, so no newer ones are asked for.",
            Duration.ZERO,
            null);
      });
    }
  }

  private Snapshot await(Wanted wanted) {
    try {
      parts.time().await(wanted.flight, parts.settings().maxWait());
      return wanted.end(wanted.flight.join(), null);
    } catch (CompletionException failed) {
      return wanted.end(null, failed);
    } catch (TimeoutException late) {
      return wanted.end(null, tooLate());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RefreshFailedException(
          "The wait for a refresh was interrupted; the refresh goes on.", Duration.ZERO, null);
    }
  }

  private RefreshFailedException tooLate() {
    return new RefreshFailedException(
        "No refresh came to an end within " + parts.settings().maxWait().toMillis()
            + " ms; it goes on.",
        Duration.ZERO,
        null);
  }

  private <T> CompletionStage<T> async(Supplier<Wanted> start, Function<Snapshot, T> end) {
    return CompletableFuture.<@Nullable Void>completedFuture(null)
        .thenComposeAsync(nothing -> bounded(start.get()), parts.executor())
        .thenApply(end)
        .minimalCompletionStage();
  }

  private CompletableFuture<Snapshot> bounded(Wanted wanted) {
    CompletableFuture<Snapshot> bounded = wanted.flight.copy();
    if (!bounded.isDone()) {
      parts
          .time()
          .later(parts.settings().maxWait(), () -> bounded.completeExceptionally(tooLate()));
    }
    return bounded.handle(wanted::end);
  }

  private static RuntimeException rethrown(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(Objects.requireNonNull(cause));
  }

  /** A copy whose secrets nobody else can destroy. */
  private static TokenSet copy(TokenSet tokens) {
    Secret encoded = tokens.encode();
    try {
      return TokenSet.decode(encoded);
    } finally {
      encoded.destroy();
    }
  }

  /** No account, which may be personal. */
  @Override
  public String toString() {
    return "CredentialSession";
  }
}
