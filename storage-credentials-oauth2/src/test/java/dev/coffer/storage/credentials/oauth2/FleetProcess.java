package dev.coffer.storage.credentials.oauth2;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.credentials.CredentialException;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialSession;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A process of a fleet: its threads ask for access tokens until its standard input ends, and it
 * tells what its listener is told, a line each.
 */
final class FleetProcess {

  private FleetProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    StorageOptions options = options(Path.of(args[0]));
    URI endpoint = URI.create(args[1]);
    int accounts = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    Duration lease = Duration.ofMillis(Long.parseLong(args[4]));
    OAuth2Refresher refresher =
        OAuth2Refresher.builder(endpoint, OAuth2Client.withoutSecret("fleet")).build();
    try (SecureStorage storage = SecureStorage.open(options);
        CredentialManager manager = CredentialManager.builder(storage, refresher)
            .lease(lease, lease.multipliedBy(7).dividedBy(10))
            .staleness(Duration.ofMillis(100))
            .listener(event -> System.out.println(event))
            .build()) {
      List<Thread> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        CredentialSession session = manager.account("account" + i % accounts);
        Thread thread = new Thread(() -> ask(session));
        thread.setDaemon(true);
        thread.start();
        running.add(thread);
      }
      System.out.println("started");
      System.in.readAllBytes();
      running.forEach(Thread::interrupt);
      for (Thread thread : running) {
        thread.join();
      }
    }
    System.out.println("ended");
  }

  private static StorageOptions options(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return StorageOptions.from(properties);
  }

  private static void ask(CredentialSession session) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        session.accessToken();
      } catch (CredentialException | StorageException failure) {
        if (!Thread.currentThread().isInterrupted()) {
          System.out.println(failure.getClass().getSimpleName());
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
