package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.credentials.FaultyBackend.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A storage that fails in the middle of a refresh. */
class StoreFaultTest {

  private final Fleet fleet = new Fleet().expired();
  private final Provider provider = fleet.provider;
  private final FakeTime time = fleet.time;

  /** The storage goes down between the provider's answer and the save. */
  private void loseTheSave() {
    provider.afterNext(fleet.backend::down);
    TokensNotSavedException lost =
        catchThrowableOfType(TokensNotSavedException.class, fleet.a::token);
    assertThat(lost.tokens().refreshToken()).contains(Secret.of("refresh-2"));
    assertThat(lost).hasMessageNotContaining("refresh-2").hasMessageContaining("memory");
  }

  @Test
  void newTokensThatCannotBeSavedAreServedFromMemoryAndSavedLater() {
    loseTheSave();
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.a.events()).containsExactly("REFRESHED", "NOT_SAVED");
    time.pass(Duration.ofMinutes(2));
    assertThat(fleet.a.token()).isEqualTo("access-2");
    fleet.backend.up();
    time.pass(Duration.ofSeconds(31));
    assertThat(fleet.storedToken()).isEqualTo("access-2");
    assertThat(fleet.b.token()).isEqualTo("access-2");
    assertThat(provider.calls).containsExactly("refresh-1");
  }

  @Test
  void theNextCallSavesThemAsSoonAsTheStorageIsBack() {
    loseTheSave();
    fleet.backend.up();
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.storedToken()).isEqualTo("access-2");
  }

  @Test
  void theySurviveThatAnotherProcessWasRefusedMeanwhile() {
    FaultyBackend own = new FaultyBackend(fleet.backend);
    Fleet.Node c = fleet.node(own);
    provider.afterNext(own::down);
    assertThatExceptionOfType(TokensNotSavedException.class).isThrownBy(c::token);
    assertThatExceptionOfType(SignInRequiredException.class).isThrownBy(fleet.b::token);
    assertThat(c.token()).isEqualTo("access-2");
    own.up();
    time.pass(Duration.ofSeconds(31));
    assertThat(fleet.b.token()).isEqualTo("access-2");
    assertThat(fleet.stored().orElseThrow().signIn()).isEmpty();
  }

  @Test
  void noNewerOnesAreAskedForBeforeTheyAreSaved() {
    loseTheSave();
    time.pass(Provider.LIFETIME);
    assertThatExceptionOfType(RefreshFailedException.class)
        .isThrownBy(fleet.a::token)
        .withMessageContaining("not saved yet");
    assertThat(provider.calls).hasSize(1);
    fleet.backend.up();
    time.pass(Duration.ofSeconds(31));
    assertThat(fleet.a.token()).isEqualTo("access-3");
  }

  @Test
  void aSessionThatIsSignedOutMeanwhileStaysSignedOut() {
    loseTheSave();
    fleet.backend.up();
    fleet.b.manager().signOut();
    assertThatExceptionOfType(NotSignedInException.class).isThrownBy(fleet.a::token);
    assertThat(fleet.stored()).isEmpty();
    assertThat(provider.revoked).containsExactly("refresh-1", "refresh-2");
  }

  @Test
  void closingTellsWhatIsLost() {
    loseTheSave();
    TokensNotSavedException lost =
        catchThrowableOfType(TokensNotSavedException.class, fleet.a.manager()::close);
    assertThat(lost.tokens().accessToken()).isEqualTo(Secret.of("access-2"));
  }

  @Test
  void closingSavesWhatCanBeSaved() {
    loseTheSave();
    fleet.backend.up();
    fleet.a.manager().close();
    assertThat(fleet.storedToken()).isEqualTo("access-2");
  }

  @Test
  void aLeaseThatWasWrittenUnheardIsRecognised() {
    fleet.backend.onWrite = Fault.WRITTEN_UNHEARD;
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(provider.calls).containsExactly("refresh-1");
    assertThat(fleet.stored().orElseThrow().overtaken()).isZero();
  }

  @Test
  void aLeaseThatWasLostUnheardIsWrittenAgain() {
    fleet.backend.onWrite = Fault.LOST_UNHEARD;
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(provider.calls).containsExactly("refresh-1");
  }

  @Test
  void aLeaseThatCannotBeAskedForIsRecognisedByTheNextCall() {
    fleet.backend.beforeNextWrite = () -> {
      fleet.backend.onWrite = Fault.WRITTEN_UNHEARD;
      fleet.backend.onRead = Fault.DOWN;
    };
    assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(fleet.a::token);
    fleet.backend.up();
    long before = time.nanos();
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(time.nanos()).isEqualTo(before);
  }

  @Test
  void tokensThatWereSavedUnheardAreRecognised() {
    provider.afterNext(() -> fleet.backend.onWrite = Fault.WRITTEN_UNHEARD);
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.stored().orElseThrow().generation()).isEqualTo(2);
  }

  @Test
  void tokensWhoseSaveWasLostUnheardAreSavedAgain() {
    provider.afterNext(() -> fleet.backend.onWrite = Fault.LOST_UNHEARD);
    assertThat(fleet.a.token()).isEqualTo("access-2");
    assertThat(fleet.storedToken()).isEqualTo("access-2");
  }

  @Test
  void aRejectionThatCouldNotBeWrittenDownIsNotAskedForAgain() {
    provider.forgetSession();
    provider.beforeNext(fleet.backend::down);
    assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(fleet.a::token);
    fleet.backend.up();
    SignInRequiredException required =
        catchThrowableOfType(SignInRequiredException.class, fleet.a::token);
    assertThat(required.reason()).isEqualTo(SignInReason.REJECTED);
    assertThat(provider.calls).hasSize(1);
  }
}
