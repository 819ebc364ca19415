package dev.coffer.storage.credentials;

import dev.coffer.storage.StorageScope;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the sessions of one manager share. */
record Parts(
    StorageScope scope,
    TokenRefresher refresher,
    @Nullable TokenRevoker revoker,
    Settings settings,
    Time time,
    Executor executor,
    Supplier<UUID> ids,
    List<CredentialListener> listeners,
    AtomicBoolean closed) {

  boolean isClosed() {
    return closed.get();
  }

  void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("The credential manager is closed.");
    }
  }
}
