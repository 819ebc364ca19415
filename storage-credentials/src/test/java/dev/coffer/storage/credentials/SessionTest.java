package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one process does about one session. */
class SessionTest {

  private final Fleet fleet = new Fleet();
  private final Provider provider = fleet.provider;
  private final FakeTime time = fleet.time;
  private final CredentialManager manager = fleet.a.manager();
  private final List<String> events = fleet.a.events();

  private void signIn(TokenSet.Builder tokens) {
    manager.signedIn(tokens.build());
    events.clear();
  }

  private TokenSet.Builder tokens() {
    return provider.signIn().toBuilder();
  }

  @Test
  void fromSignInToSignOut() {
    assertThat(manager.state()).isEqualTo(SessionState.SIGNED_OUT);
    assertThatExceptionOfType(NotSignedInException.class).isThrownBy(manager::accessToken);
    manager.signedIn(provider.signIn());
    assertThat(fleet.a.token()).isEqualTo("access-1");
    time.pass(Provider.LIFETIME);
    assertThat(fleet.a.token()).isEqualTo("access-2");
    manager.signOut();
    manager.signOut();
    assertThat(manager.current()).isEmpty();
    assertThat(provider.revoked).containsExactly("refresh-2");
    assertThat(events).containsExactly("SIGNED_IN", "REFRESHED", "SIGNED_OUT");
  }

  @Test
  void aTokenIsRefreshedWhenLessThanTheSkewIsLeft() {
    signIn(tokens());
    time.pass(Provider.LIFETIME.minusSeconds(60));
    assertThat(fleet.a.token()).isEqualTo("access-1");
    time.pass(Duration.ofMillis(1));
    assertThat(Fleet.text(manager.accessToken(Duration.ofSeconds(59)))).isEqualTo("access-1");
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.accessToken(Duration.ofMillis(-1)));
  }

  @Test
  void whileTheProviderIsDownATokenThatLivesIsHandedOutAndNobodyIsSignedOut() {
    signIn(tokens());
    provider.answer(Provider.down());
    time.pass(Provider.LIFETIME.minusSeconds(30));
    assertThat(fleet.a.token()).isEqualTo("access-1");
    assertThat(fleet.a.token()).isEqualTo("access-1");
    assertThat(provider.calls).hasSize(1);
    time.pass(Duration.ofSeconds(30));
    assertThatExceptionOfType(RefreshFailedException.class).isThrownBy(fleet.a::token);
    assertThat(manager.state()).isEqualTo(SessionState.SIGNED_IN);
    provider.recover();
    time.pass(Duration.ofSeconds(10));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(events).containsExactly("REFRESHED");
  }

  @Test
  void aProviderThatAsksToBeLeftAloneIs() {
    fleet.expired();
    provider.answer(RefreshResult.retryable(new IOException("429"), Duration.ofMinutes(5)));
    assertThatExceptionOfType(RefreshFailedException.class).isThrownBy(fleet.a::token);
    time.pass(Duration.ofMinutes(4));
    RefreshFailedException pausing =
        catchThrowableOfType(RefreshFailedException.class, manager::forceRefresh);
    assertThat(pausing.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    assertThat(pausing).hasRootCauseMessage("429");
    provider.recover();
    time.pass(Duration.ofMinutes(1));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(provider.calls).hasSize(2);
  }

  @Test
  void aRefresherThatFailsSignsNobodyOut() {
    fleet.expired();
    provider.beforeNext(() -> {
      throw new IllegalStateException("a bug");
    });
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(fleet.a::token)
        .withStackTraceContaining("a bug");
    assertThat(fleet.stored().orElseThrow().unanswered()).isEqualTo(1);
    time.pass(Duration.ofSeconds(1));
    assertThat(fleet.a.token()).isEqualTo("access-2");
  }

  @Test
  void aMinimumThatNoTokenCanMeetCountsAsHalfOfATokensLife() {
    provider.lifetime = Duration.ofSeconds(40);
    signIn(tokens());
    assertThat(Fleet.text(manager.accessToken(Duration.ofHours(2)))).isEqualTo("access-1");
    time.pass(Duration.ofSeconds(20));
    assertThat(fleet.a.token()).isEqualTo("access-1");
    time.pass(Duration.ofMillis(1));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(provider.calls).hasSize(1);
  }

  @Test
  void aTokenOfUnknownExpiryIsHandedOutUntilARefreshIsForced() {
    signIn(tokens().accessTokenExpiresAt(null));
    time.pass(Duration.ofDays(1_000));
    assertThat(fleet.a.token()).isEqualTo("access-1");
    assertThat(Fleet.text(manager.forceRefresh().accessToken())).isEqualTo("access-2");
  }

  @Test
  void aTokenThatIsDeadOnArrivalIsNotAskedForAgainAndAgain() {
    signIn(tokens().accessTokenExpiresAt(time.now().minusSeconds(5)));
    provider.lifetime = Duration.ofSeconds(-5);
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(fleet.a::token)
        .withMessageContaining("expired when it arrived");
    assertThatExceptionOfType(RefreshFailedException.class).isThrownBy(fleet.a::token);
    assertThat(provider.calls).hasSize(1);
    provider.lifetime = Provider.LIFETIME;
    time.pass(Duration.ofSeconds(1));
    assertThat(fleet.a.token()).isEqualTo("access-3");
  }

  @Test
  void aWallClockThatIsPutBackMakesNoDeadTokenLookAlive() {
    signIn(tokens());
    time.pass(Provider.LIFETIME);
    time.stepWallClock(Duration.ofMinutes(-10));
    assertThat(fleet.a.token()).isEqualTo("access-2");
  }

  @Test
  void aWallClockThatIsPutForwardCostsARefreshAndNothingElse() {
    signIn(tokens());
    time.pass(Provider.LIFETIME.minusMinutes(5));
    time.stepWallClock(Duration.ofMinutes(10));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    time.stepWallClock(Duration.ofMinutes(-10));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    time.pass(Provider.LIFETIME.minusSeconds(59));
    assertThat(fleet.a.token()).isEqualTo("access-3");
    assertThat(provider.calls).hasSize(2);
  }

  @Test
  void anIdTokenIsRefreshedByItselfAndIsGoneIfTheProviderGivesNoNewOne() {
    signIn(tokens()
        .idToken(Secret.of("id-1"))
        .idTokenExpiresAt(time.now().plus(Duration.ofMinutes(5))));
    assertThat(manager.idToken().map(Fleet::text)).contains("id-1");
    time.pass(Duration.ofMinutes(5));
    assertThat(fleet.a.token()).isEqualTo("access-1");
    assertThat(manager.idToken()).isEmpty();
    assertThat(manager.idToken()).isEmpty();
    assertThat(provider.calls).hasSize(1);
    assertThat(fleet.a.token()).isEqualTo("access-2");
  }

  @Test
  void withoutARefreshTokenTheUserSignsInAgainOnceTheAccessTokenHasExpired() {
    signIn(TokenSet.builder(Secret.of("only")).accessTokenExpiresAt(time.now().plusSeconds(60)));
    time.pass(Duration.ofSeconds(59));
    assertThat(fleet.a.token()).isEqualTo("only");
    time.pass(Duration.ofSeconds(1));
    assertThat(manager.state()).isEqualTo(SessionState.SIGN_IN_REQUIRED);
    for (int i = 0; i < 2; i++) {
      SignInRequiredException required =
          catchThrowableOfType(SignInRequiredException.class, fleet.a::token);
      assertThat(required.reason()).isEqualTo(SignInReason.NO_REFRESH_TOKEN);
    }
    assertThat(events).containsExactly("SIGN_IN_REQUIRED NO_REFRESH_TOKEN");
    assertThat(provider.calls).isEmpty();
  }

  @Test
  void anExpiredRefreshTokenIsTheProvidersToJudge() {
    signIn(tokens().refreshTokenExpiresAt(time.now()));
    time.pass(Provider.LIFETIME);
    assertThat(fleet.a.token()).isEqualTo("access-2");
  }

  @Test
  void accountsAreListedAndDoNotTouchEachOther() {
    manager.signedIn(provider.signIn());
    manager.account("bob").signedIn(tokens().accessToken(Secret.of("bobs")).build());
    manager.account("eve").signedIn(provider.signIn());
    manager.account("eve").signOut();
    assertThat(manager.accounts().items())
        .extracting(EntryInfo::key)
        .containsExactlyInAnyOrder("default", "bob");
    assertThat(manager.account("bob").accessToken()).isEqualTo(Secret.of("bobs"));
    assertThat(manager.account("bob")).isSameAs(manager.account("bob"));
    assertThat(manager.account(CredentialManager.DEFAULT_ACCOUNT).current())
        .isEqualTo(manager.current());
  }

  @Test
  void whatCallersDestroyIsTheirOwn() {
    TokenSet given = provider.signIn();
    manager.signedIn(given);
    given.accessToken().destroy();
    manager.accessToken().destroy();
    manager.current().orElseThrow().accessToken().destroy();
    assertThat(fleet.a.token()).isEqualTo("access-1");
    time.pass(Provider.LIFETIME);
    assertThat(fleet.a.token()).isEqualTo("access-2");
  }

  @Test
  void whatOthersDoIsSeenWithinTheBoundAndCostsNoReadBefore() {
    fleet.signedIn();
    Fleet.Node bounded = fleet.node(Duration.ofSeconds(1));
    bounded.token();
    int before = fleet.backend.roundTrips();
    fleet.a.manager().signOut();
    int signOut = fleet.backend.roundTrips() - before;
    time.pass(Duration.ofMillis(999));
    assertThat(bounded.token()).isEqualTo("access-1");
    assertThat(fleet.backend.roundTrips()).isEqualTo(before + signOut);
    time.pass(Duration.ofMillis(1));
    assertThatExceptionOfType(NotSignedInException.class).isThrownBy(bounded::token);
    assertThat(bounded.events()).containsExactly("SIGNED_OUT");
  }

  @Test
  void withABoundOfZeroEachCallIsOneRead() {
    fleet.signedIn();
    int before = fleet.backend.roundTrips();
    fleet.a.token();
    assertThat(fleet.backend.roundTrips() - before).isEqualTo(1);
  }

  @Test
  void aStorageThatIsDownIsAnErrorAndNoSignOut() {
    fleet.signedIn();
    fleet.backend.down();
    assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(fleet.a::token);
    assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(manager::signOut);
    fleet.backend.up();
    assertThat(fleet.a.token()).isEqualTo("access-1");
    assertThat(events).isEmpty();
  }

  @Test
  void anEntryThatIsNoSessionIsAnErrorUntilTheUserSignsInOrOut() {
    fleet.storage.scoped("app", "sessions").write("default", Secret.of("something else"));
    assertThatExceptionOfType(UnreadableTokensException.class).isThrownBy(fleet.a::token);
    manager.signOut();
    assertThat(manager.state()).isEqualTo(SessionState.SIGNED_OUT);
  }

  @Test
  void aProviderThatCannotBeToldOfASignOutIsReportedAndTheUserIsSignedOut() {
    CredentialManager deaf = CredentialManager.builder(fleet.storage.scoped("app"), provider)
        .revoker(tokens -> {
          throw new IllegalStateException("unreachable");
        })
        .time(time)
        .build();
    fleet.signedIn();
    RevocationFailedException failed =
        catchThrowableOfType(RevocationFailedException.class, deaf::signOut);
    assertThat(failed.tokens().refreshToken()).contains(Secret.of("refresh-1"));
    assertThat(fleet.stored()).isEmpty();
  }

  @Test
  void aListenerThatFailsDisturbsNeitherTheSessionNorTheOthers() {
    CredentialManager noisy = CredentialManager.builder(fleet.storage.scoped("app"), provider)
        .listener(event -> {
          throw new IllegalStateException("a bug in a listener");
        })
        .listener(event -> events.add("told " + event.type()))
        .time(time)
        .build();
    List<String> uncaught = new java.util.ArrayList<>();
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure.getMessage()));
    try {
      noisy.signedIn(provider.signIn());
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(null);
    }
    assertThat(events).containsExactly("told SIGNED_IN");
    assertThat(uncaught).containsExactly("a bug in a listener");
  }

  @Test
  void aClosedManagerIsClosed() {
    fleet.signedIn();
    CredentialSession bob = manager.account("bob");
    manager.close();
    manager.close();
    assertThatIllegalStateException().isThrownBy(manager::accessToken);
    assertThatIllegalStateException().isThrownBy(bob::state);
    assertThatIllegalStateException().isThrownBy(() -> manager.account("carol"));
  }

  @Test
  void durationsOutOfBoundsAreRefusedWithTheirBound() {
    CredentialManager.Builder builder =
        CredentialManager.builder(fleet.storage, provider).lease(Fleet.LEASE, Fleet.LEASE);
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("24000 ms");
  }
}
