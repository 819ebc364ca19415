package dev.coffer.storage.credentials;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageScope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the accounts of one scope: kept, refreshed by one process of all that share
 * the storage, and deleted. It is itself the session of one account, {@value #DEFAULT_ACCOUNT}, for
 * programs that have no more than one.
 *
 * <pre>{@code
 * try (CredentialManager credentials = CredentialManager.builder(scope, refresher).build()) {
 *   credentials.signedIn(tokens);
 *   Secret token = credentials.accessToken();
 *   CredentialSession bob = credentials.account("bob");
 * }
 * }</pre>
 *
 * <p>Each account is one entry in the scope {@value #SCOPE} below the one that is given; to clear
 * that scope is to sign everybody out. Thread-safe. One manager for a scope in a process: two do
 * not share their flights, though no more than one of them refreshes at a time.
 */
public final class CredentialManager implements CredentialSession, AutoCloseable {

  /** The name of the account that the manager itself stands for. */
  public static final String DEFAULT_ACCOUNT = "default";

  /** The scope that holds the sessions. */
  public static final String SCOPE = "sessions";

  private final Parts parts;
  private final Sessions sessions;
  private final Session own;
  private final @Nullable ExecutorService ownThreads;

  private CredentialManager(Parts parts, @Nullable ExecutorService ownThreads) {
    this.parts = parts;
    this.sessions = new Sessions(parts);
    this.own = sessions.of(DEFAULT_ACCOUNT);
    this.ownThreads = ownThreads;
  }

  /** Starts a manager of a scope's credentials, which the application shares with nothing else. */
  public static Builder builder(StorageScope scope, TokenRefresher refresher) {
    return new Builder(scope, refresher);
  }

  /**
   * The session of an account. Its name is the application's choice: a user's id, or a user's and a
   * provider's.
   *
   * @throws IllegalArgumentException if it is no name of an entry, when it is used
   */
  public CredentialSession account(String name) {
    parts.requireOpen();
    return sessions.of(Objects.requireNonNull(name, "name"));
  }

  /** A page of the accounts that are signed in: each is the key of its entry. */
  public Page<EntryInfo> accounts(ListOption... options) {
    parts.requireOpen();
    return parts.scope().list(options);
  }

  @Override
  public String account() {
    return own.account();
  }

  @Override
  public void signedIn(TokenSet tokens) {
    own.signedIn(tokens);
  }

  @Override
  public Secret accessToken() {
    return own.accessToken();
  }

  @Override
  public Secret accessToken(Duration minimumLifetime) {
    return own.accessToken(minimumLifetime);
  }

  @Override
  public CompletionStage<Secret> accessTokenAsync() {
    return own.accessTokenAsync();
  }

  @Override
  public CompletionStage<Secret> accessTokenAsync(Duration minimumLifetime) {
    return own.accessTokenAsync(minimumLifetime);
  }

  @Override
  public Optional<Secret> idToken() {
    return own.idToken();
  }

  @Override
  public TokenSet forceRefresh() {
    return own.forceRefresh();
  }

  @Override
  public CompletionStage<TokenSet> forceRefreshAsync() {
    return own.forceRefreshAsync();
  }

  @Override
  public Optional<TokenSet> current() {
    return own.current();
  }

  @Override
  public SessionState state() {
    return own.state();
  }

  @Override
  public void signOut() {
    own.signOut();
  }

  /**
   * Waits for refreshes under way, for as long as a lease at most, and saves what is in memory
   * alone. The storage stays open: close it afterwards. Closing twice is fine.
   *
   * @throws TokensNotSavedException if new tokens could not be saved; with those of other accounts
   *     as suppressed exceptions
   */
  @Override
  public void close() {
    if (parts.closed().getAndSet(true)) {
      return;
    }
    if (ownThreads != null) {
      awaitFlights(ownThreads);
    }
    List<TokensNotSavedException> lost = new ArrayList<>();
    for (Session session : sessions.live()) {
      session.saveAtTheEnd().ifPresent(lost::add);
    }
    if (!lost.isEmpty()) {
      TokensNotSavedException first = lost.get(0);
      lost.subList(1, lost.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  private void awaitFlights(ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(parts.settings().lease().toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing of the accounts. */
  @Override
  public String toString() {
    return "CredentialManager";
  }

  /** Assembles a manager; checks when it builds. Not thread-safe. */
  public static final class Builder {

    private final StorageScope scope;
    private final TokenRefresher refresher;
    private final List<CredentialListener> listeners = new ArrayList<>();
    private Settings settings = Settings.defaults();
    private @Nullable TokenRevoker revoker;
    private @Nullable Executor executor;
    private @Nullable Time time;
    private InstantSource clock = InstantSource.system();

    private Builder(StorageScope scope, TokenRefresher refresher) {
      this.scope = Objects.requireNonNull(scope, "scope");
      this.refresher = Objects.requireNonNull(refresher, "refresher");
    }

    /** Revokes tokens at the provider when their user signs out; without it they run out. */
    public Builder revoker(TokenRevoker revoker) {
      this.revoker = Objects.requireNonNull(revoker, "revoker");
      return this;
    }

    /** Adds a listener. */
    public Builder listener(CredentialListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /** How long a token that is handed out lives at least; 60 seconds, by default. */
    public Builder skew(Duration skew) {
      settings = settings.withSkew(skew);
      return this;
    }

    /**
     * How long what was read is believed, so that calls cost no I/O; one second, by default. After
     * that at the latest, what other processes have done is seen. Zero: each call reads.
     */
    public Builder staleness(Duration bound) {
      settings = settings.withStaleness(bound);
      return this;
    }

    /**
     * How long one process has the right to refresh a session, and how long the others wait before
     * they take over; 30 seconds, by default. Shorter than the time for which the provider takes a
     * refresh token a second time, if it does; the same in all processes, or at least in order of
     * size.
     *
     * @param callTimeout how long the call to the provider may take of it, 80 % at most; the rest
     *     is for saving
     */
    public Builder lease(Duration length, Duration callTimeout) {
      settings = settings.withLease(length, callTimeout);
      return this;
    }

    /** How long a caller waits for a refresh, in whatever process; 75 seconds, by default. */
    public Builder maxWait(Duration longest) {
      settings = settings.withMaxWait(longest);
      return this;
    }

    /**
     * Takes the time of day from {@code clock}; the system's, by default. Leases, waits and pauses
     * do not depend on it.
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Runs refreshes, and what the asynchronous methods do, in threads of {@code executor}; in
     * threads of the manager's own, by default. A refresh may wait for as long as two leases.
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    Builder time(Time time) {
      this.time = time;
      return this;
    }

    /**
     * The manager.
     *
     * @throws IllegalArgumentException if a duration is out of bounds
     */
    public CredentialManager build() {
      settings.check();
      ExecutorService ownThreads = executor == null ? threads() : null;
      Executor chosen = ownThreads != null ? ownThreads : Objects.requireNonNull(executor);
      Parts parts = new Parts(
          scope.scoped(SCOPE),
          refresher,
          revoker,
          settings,
          time != null ? time : new SystemTime(clock, chosen),
          chosen,
          UUID::randomUUID,
          List.copyOf(listeners),
          new AtomicBoolean());
      return new CredentialManager(parts, ownThreads);
    }

    private static ExecutorService threads() {
      return Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "coffer-credentials");
        thread.setDaemon(true);
        return thread;
      });
    }
  }
}
