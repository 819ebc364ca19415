package dev.coffer.integration;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.RefreshResult;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.util.Map;

/** Signs in with {@code persistence=platform}, and asks again later; prints how that went. */
final class PlatformProcess {

  private PlatformProcess() {}

  public static void main(String[] args) {
    try {
      try (CredentialStorage storage = open();
          CredentialManager manager = manager(storage)) {
        manager.signedIn(TokenSet.builder(Secret.of("kept")).build());
      }
      try (CredentialStorage storage = open();
          CredentialManager manager = manager(storage)) {
        System.out.println(manager.accessToken().revealString());
      }
    } catch (StorageException failure) {
      System.out.println(failure.getMessage());
    }
    System.exit(0); // D-Bus leaves threads behind.
  }

  private static CredentialStorage open() {
    return CredentialStorage.open("test.app", Map.of("persistence", "platform"));
  }

  private static CredentialManager manager(CredentialStorage storage) {
    return CredentialManager.builder(
            storage.scope("alice"), request -> RefreshResult.retryable(new IOException("none")))
        .build();
  }
}
