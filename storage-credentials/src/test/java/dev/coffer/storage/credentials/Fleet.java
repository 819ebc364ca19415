package dev.coffer.storage.credentials;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes that share a storage and a provider, at a time that the test moves. */
final class Fleet {

  static final Duration LEASE = Duration.ofSeconds(30);

  final FakeTime time = new FakeTime();
  final Provider provider = new Provider(time);
  final FaultyBackend backend = new FaultyBackend(new MemoryBackend());
  final SecureStorage storage = SecureStorage.over(backend).unsealed().build();
  final Node a = node();
  final Node b = node();

  /** A process: its manager, and what its listener was told. */
  record Node(CredentialManager manager, List<String> events) {

    String token() {
      return text(manager.accessToken());
    }
  }

  Node node() {
    return node(Duration.ZERO);
  }

  Node node(Duration staleness) {
    return node(storage, staleness);
  }

  /** A process with its own way to the storage. */
  Node node(StorageBackend own) {
    return node(SecureStorage.over(own).unsealed().build(), Duration.ZERO);
  }

  private Node node(SecureStorage own, Duration staleness) {
    List<String> events = new ArrayList<>();
    CredentialManager manager = CredentialManager.builder(own.scoped("app"), provider)
        .revoker(provider)
        .staleness(staleness)
        .executor(Runnable::run)
        .time(time)
        .listener(event ->
            events.add(event.type() + event.reason().map(reason -> " " + reason).orElse("")))
        .build();
    return new Node(manager, events);
  }

  Fleet signedIn() {
    a.manager().signedIn(provider.signIn());
    a.events().clear();
    // Both know of it.
    b.manager().state();
    return this;
  }

  /** Signed in, and the access token has expired. */
  Fleet expired() {
    signedIn();
    time.pass(Provider.LIFETIME);
    return this;
  }

  /** What lies in the store. */
  Optional<SessionRecord> stored() {
    return new SessionStore(
            storage.scoped("app", CredentialManager.SCOPE), CredentialManager.DEFAULT_ACCOUNT, time)
        .read()
        .map(SessionStore.Stored::record);
  }

  String storedToken() {
    return stored().map(record -> text(record.tokens().accessToken())).orElse("(none)");
  }

  static String text(Secret secret) {
    return secret.revealString();
  }
}
