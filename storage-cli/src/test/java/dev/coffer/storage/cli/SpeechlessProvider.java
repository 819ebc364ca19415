package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.Set;

/** A provider that loads and then fails to describe itself. */
public final class SpeechlessProvider implements StorageProvider {

  @Override
  public String id() {
    return "speechless";
  }

  @Override
  public Set<Option<?>> options() {
    throw new IllegalStateException("password=hunter2");
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public StorageBackend open(StorageOptions options) {
    throw new UnsupportedOperationException();
  }
}
