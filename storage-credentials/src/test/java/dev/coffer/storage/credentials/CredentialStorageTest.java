package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where credentials are kept, by an option; the key store itself is in the integration tests. */
class CredentialStorageTest {

  private static final Map<String, String> MEMORY = Map.of("persistence", "memory");

  @TempDir
  Path folder;

  private Map<String, String> inFile() {
    return Map.of(
        "persistence",
        "encrypted-file",
        "path",
        folder.resolve("tokens").toString(),
        "master-key",
        "file:" + folder.resolve("key"),
        "create",
        "true");
  }

  private static CredentialManager manager(StorageScope scope) {
    return CredentialManager.builder(scope, request -> Provider.down()).build();
  }

  private static void signIn(StorageScope scope, String token) {
    try (CredentialManager manager = manager(scope)) {
      manager.signedIn(TokenSet.builder(Secret.of(token)).build());
    }
  }

  private static String token(StorageScope scope) {
    try (CredentialManager manager = manager(scope)) {
      return manager.accessToken().revealString();
    }
  }

  @Test
  void anyProviderIsChosenByItsIdWithItsOptions() {
    try (CredentialStorage storage = CredentialStorage.open("app", inFile())) {
      signIn(storage.scope("alice"), "token");
    }
    try (CredentialStorage storage = CredentialStorage.open("app", inFile())) {
      assertThat(token(storage.scope("alice"))).isEqualTo("token");
    }
  }

  @Test
  void memoryForgets() {
    try (CredentialStorage storage = CredentialStorage.open("app", MEMORY)) {
      signIn(storage.scope(), "token");
      assertThat(token(storage.scope())).isEqualTo("token");
    }
    try (CredentialStorage storage = CredentialStorage.open("app", StorageOptions.of("memory"));
        CredentialManager manager = manager(storage.scope())) {
      assertThat(manager.state()).isEqualTo(SessionState.SIGNED_OUT);
    }
  }

  @Test
  void applicationsAndAccountsHaveScopesOfTheirOwn() {
    try (SecureStorage shared = SecureStorage.open("memory", Map.of())) {
      CredentialStorage one = CredentialStorage.open("one", application -> shared);
      CredentialStorage other = CredentialStorage.open("other", application -> shared);
      signIn(one.scope(), "of all");
      signIn(one.scope("alice"), "alice's");
      signIn(one.scope(CredentialManager.SCOPE), "sessions'");
      signIn(other.scope("alice"), "another's");

      assertThat(token(one.scope())).isEqualTo("of all");
      assertThat(token(one.scope("alice"))).isEqualTo("alice's");
      assertThat(token(one.scope(CredentialManager.SCOPE))).isEqualTo("sessions'");
      assertThat(token(other.scope("alice"))).isEqualTo("another's");
      try (CredentialManager manager = manager(one.scope())) {
        assertThat(manager.accounts().items()).hasSize(1);
      }
    }
  }

  @Test
  void aFactoryOfTheApplicationsOwnIsAskedOnceAndItsStorageIsClosedAtTheEnd() {
    SecureStorage own = SecureStorage.open("memory", Map.of());
    List<String> asked = new ArrayList<>();
    try (CredentialStorage storage = CredentialStorage.open("app", application -> {
      asked.add(application);
      return own;
    })) {
      assertThat(storage.storage()).isSameAs(own);
    }
    assertThat(asked).containsExactly("app");
    assertThatIllegalStateException().isThrownBy(() -> own.read("key"));
  }

  @Test
  void aNameThatIsNoneOfAScopeLeavesNothingOpen() {
    SecureStorage own = SecureStorage.open("memory", Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CredentialStorage.open("", application -> own));
    assertThatIllegalStateException().isThrownBy(() -> own.read("key"));
  }

  @Test
  void aChoiceThatIsMissingOrUnknownIsSaid() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> CredentialStorage.open("app", Map.of()))
        .withMessageContainingAll("'persistence' is missing", "platform", "jdbc", "memory");
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> CredentialStorage.open("app", Map.of("persistence", "clouds")))
        .withMessageContainingAll("no provider 'clouds'", "memory");
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(
            () -> CredentialStorage.open("app", Map.of("persistence", "memory", "path", "x")))
        .withMessageContaining("'path' is unknown");
  }

  @Test
  void thePlatformTakesNoOtherMasterKeyAndNoNameThatIsNoFiles() {
    Map<String, String> options = Map.of("persistence", "platform", "master-key", "file:canary");
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> CredentialStorage.open("../app", options))
        .satisfies(wrong -> assertThat(wrong.problems()).hasSize(2))
        .withMessageContainingAll("application's name", "'master-key'", "encrypted-file")
        .withMessageNotContaining("canary");
  }

  @Test
  void nothingOfItIsPrinted() {
    try (CredentialStorage storage = CredentialStorage.open("canary", MEMORY)) {
      assertThat(storage.toString()).isEqualTo("CredentialStorage");
    }
  }
}
