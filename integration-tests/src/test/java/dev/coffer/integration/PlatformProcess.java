package dev.coffer.integration;

import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.RefreshResult;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Signs in with {@code persistence=platform}, and asks again later, and when the file is lost;
 * prints how that went.
 */
final class PlatformProcess {

  /** Where the credentials of this application lie, from the user's home. */
  static final String FILE = ".local/share/coffer/test.app/credentials.coffer";

  private PlatformProcess() {}

  public static void main(String[] args) throws IOException {
    try {
      try (CredentialStorage storage = open();
          CredentialManager manager = manager(storage)) {
        manager.signedIn(TokenSet.builder(Secret.of("kept")).build());
      }
      try (CredentialStorage storage = open();
          CredentialManager manager = manager(storage)) {
        System.out.println(manager.accessToken().revealString());
      }
      Files.delete(Path.of(System.getProperty("user.home")).resolve(FILE));
      open().close();
      System.out.println("an empty store");
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
