package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What two processes do about one session, step by step. */
class FleetTest {

  private final Fleet fleet = new Fleet();
  private final Provider provider = fleet.provider;
  private final FakeTime time = fleet.time;

  @Test
  void oneRefreshesAndTheOtherAdoptsWhatCameOfIt() {
    fleet.expired();
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.b.token()).isEqualTo("access-2");
    assertThat(provider.calls).containsExactly("refresh-1");
    assertThat(fleet.a.events()).containsExactly("REFRESHED");
    assertThat(fleet.b.events()).containsExactly("REFRESHED");
  }

  @Test
  void aRefreshAddsThreeRoundTripsToTheProvidersCall() {
    fleet.expired();
    Fleet.Node fresh = fleet.node(Duration.ofSeconds(1));
    fresh.manager().state();
    int before = fleet.backend.roundTrips();
    assertThat(fresh.token()).isEqualTo("access-2");
    assertThat(fleet.backend.roundTrips() - before).isEqualTo(3);
  }

  @Test
  void whoFindsALeaseWaitsForItsWholeLengthOnItsOwnClock() {
    fleet.expired();
    long[] found = new long[1];
    long[] called = new long[1];
    provider.beforeNext(() -> {
      // A never comes back: as if it had been killed here.
      provider.beforeNext(() -> called[0] = time.nanos());
      found[0] = time.nanos();
      assertThat(fleet.b.token()).isEqualTo("access-2");
      throw new Killed();
    });
    assertThatExceptionOfType(Killed.class).isThrownBy(fleet.a::token);
    assertThat(Duration.ofNanos(called[0] - found[0]))
        .isBetween(Fleet.LEASE, Fleet.LEASE.plusSeconds(1));
    assertThat(fleet.storedToken()).isEqualTo("access-2");
  }

  @Test
  void aWallClockThatIsSetNeitherShortensNorLengthensALease() {
    for (Duration step : new Duration[] {Duration.ofMinutes(10), Duration.ofMinutes(-10)}) {
      Fleet stepped = new Fleet().expired();
      long[] found = new long[1];
      stepped.provider.beforeNext(() -> {
        found[0] = stepped.time.nanos();
        stepped.time.later(Duration.ofSeconds(1), () -> stepped.time.stepWallClock(step));
        assertThat(stepped.b.manager().forceRefresh().accessToken().revealString())
            .isEqualTo("access-2");
        throw new Killed();
      });
      assertThatExceptionOfType(Killed.class).isThrownBy(stepped.a::token);
      assertThat(Duration.ofNanos(stepped.time.nanos() - found[0]))
          .isBetween(Fleet.LEASE, Fleet.LEASE.plusSeconds(1));
    }
  }

  @Test
  void aHolderThatWasPausedPastItsLeaseSavesWhatTheOtherWasRefused() {
    fleet.expired();
    provider.afterNext(() -> {
      // A has its answer and sleeps; B takes over and is told invalid_grant.
      SignInRequiredException refused =
          catchThrowableOfType(SignInRequiredException.class, fleet.b::token);
      assertThat(refused.reason()).isEqualTo(SignInReason.ANSWER_LOST);
      assertThat(fleet.storedToken()).isEqualTo("access-1");
    });
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.stored().orElseThrow().signIn()).isEmpty();
    assertThat(fleet.b.token()).isEqualTo("access-2");
    assertThat(fleet.b.events()).containsExactly("SIGN_IN_REQUIRED ANSWER_LOST", "REFRESHED");
    assertThat(provider.calls).containsExactly("refresh-1", "refresh-1");
  }

  @Test
  void whoTookOverAndWasRefusedWaitsOneMoreLeaseAndAdoptsWhatIsSavedMeanwhile() {
    fleet.expired();
    provider.afterNext(() -> {
      time.later(Fleet.LEASE.plusSeconds(10), () -> {
        // A wakes while B waits, and saves what it has.
        SessionStore store = new SessionStore(
            fleet.storage.scoped("app", CredentialManager.SCOPE),
            CredentialManager.DEFAULT_ACCOUNT,
            time);
        SessionStore.Stored found = store.read().orElseThrow();
        assertThat(found.record().lease().orElseThrow().rejection()).contains("invalid_grant");
        store.replace(found, found.record().renewed(provider.signIn()));
      });
      throw new Killed();
    });
    assertThatExceptionOfType(Killed.class).isThrownBy(fleet.a::token);
    assertThat(fleet.b.token()).isEqualTo("access-2");
    assertThat(fleet.b.events()).containsExactly("REFRESHED");
  }

  @Test
  void aSessionThatWasSignedOutMeanwhileIsNotRecreatedAndItsNewTokensAreRevoked() {
    fleet.expired();
    provider.afterNext(() -> fleet.b.manager().signOut());
    assertThatExceptionOfType(NotSignedInException.class).isThrownBy(fleet.a::token);
    assertThat(fleet.stored()).isEmpty();
    assertThat(provider.revoked).containsExactly("refresh-1", "refresh-2");
    assertThat(fleet.a.events()).containsExactly("SIGNED_OUT");
    assertThat(fleet.a.manager().state()).isEqualTo(SessionState.SIGNED_OUT);
  }

  @Test
  void aHolderThatSleepsWhileTheOtherIsRefusedAndTheUserSignsOutRecreatesNothing() {
    fleet.expired();
    provider.afterNext(() -> {
      assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(fleet.b::token);
      fleet.b.manager().signOut();
    });
    assertThatExceptionOfType(NotSignedInException.class).isThrownBy(fleet.a::token);
    assertThat(fleet.stored()).isEmpty();
  }

  @Test
  void aLateSuccessDoesNotEnterALaterSignIn() {
    fleet.expired();
    TokenSet again = TokenSet.builder(dev.coffer.storage.Secret.of("other-access"))
        .refreshToken(dev.coffer.storage.Secret.of("other-refresh"))
        .build();
    provider.afterNext(() -> {
      fleet.b.manager().signOut();
      fleet.b.manager().signedIn(again);
    });
    assertThat(fleet.a.token()).isEqualTo("other-access");
    assertThat(fleet.storedToken()).isEqualTo("other-access");
    assertThat(provider.revoked).containsExactly("refresh-1");
  }

  @Test
  void aHolderWhoseLeaseIsOverBeforeItCouldCallDoesNotCall() {
    fleet.expired();
    fleet.backend.beforeNextWrite = () -> time.pass(Duration.ofSeconds(21));
    RefreshFailedException late =
        catchThrowableOfType(RefreshFailedException.class, fleet.a::token);
    assertThat(late.getCause()).hasMessageContaining("20000 ms");
    assertThat(provider.calls).isEmpty();
    assertThat(fleet.stored().orElseThrow().lease()).isEmpty();
    assertThat(fleet.stored().orElseThrow().isAnswerMissing()).isFalse();
  }

  @Test
  void aRejectionEndsInASignInAndTheTokensAreKept() {
    fleet.expired();
    provider.forgetSession();
    SignInRequiredException refused =
        catchThrowableOfType(SignInRequiredException.class, fleet.a::token);
    assertThat(refused.reason()).isEqualTo(SignInReason.REJECTED);
    assertThat(refused).hasMessageContaining("invalid_grant").hasMessageNotContaining("refresh-1");
    assertThat(fleet.storedToken()).isEqualTo("access-1");
    assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(fleet.b::token);
    assertThat(provider.calls).hasSize(1);
    assertThat(fleet.a.events()).containsExactly("SIGN_IN_REQUIRED REJECTED");
    assertThat(fleet.b.events()).containsExactly("SIGN_IN_REQUIRED REJECTED");
    assertThat(fleet.a.manager().current()).isPresent();
    fleet.a.manager().signedIn(fleet.provider.signIn());
    assertThat(fleet.b.manager().state()).isEqualTo(SessionState.SIGNED_IN);
  }

  @Test
  void anAnswerThatWasLostOnTheWayIsReportedAsThat() {
    fleet.expired();
    provider.answer(Provider.silent());
    assertThatExceptionOfType(RefreshFailedException.class).isThrownBy(fleet.a::token);
    // The provider had rotated the token all the same.
    provider.recover();
    provider.forgetSession();
    SignInRequiredException refused =
        catchThrowableOfType(SignInRequiredException.class, fleet.b::token);
    assertThat(refused.reason()).isEqualTo(SignInReason.ANSWER_LOST);
  }

  @Test
  void onlyOneMoreCallIsMadeHoweverManyProcessesFindADeadOnesLease() {
    fleet.expired();
    provider.afterNextDie();
    assertThatExceptionOfType(Killed.class).isThrownBy(fleet.a::token);
    assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(fleet.b::token);
    Fleet.Node c = fleet.node();
    assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(c::token);
    assertThat(provider.calls).hasSize(2);
  }
}
