package dev.coffer.storage.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * What {@link ServiceLoader} finds through one class loader: the providers that load, and for each
 * that does not, why. A broken provider hides no good one.
 *
 * <p>A snapshot; immutable and thread-safe as far as the providers are.
 */
public final class ProviderCatalog {

  /** A loader that fails for ever must not hang the caller. */
  private static final int MAX_PROVIDERS = 10_000;

  private final List<StorageProvider> storages;
  private final List<SealerProvider> sealers;
  private final List<String> broken;

  private ProviderCatalog(
      List<StorageProvider> storages, List<SealerProvider> sealers, List<String> broken) {
    this.storages = List.copyOf(storages);
    this.sealers = List.copyOf(sealers);
    this.broken = List.copyOf(broken);
  }

  /** Looks through {@code loader}, its parents and the module layers it knows. */
  public static ProviderCatalog of(ClassLoader loader) {
    List<String> broken = new ArrayList<>();
    return new ProviderCatalog(
        load(
            ServiceLoader.load(StorageProvider.class, loader),
            provider -> List.of(provider.id(), provider.options(), provider.guarantees()),
            broken),
        load(
            ServiceLoader.load(SealerProvider.class, loader),
            provider -> List.of(provider.id(), provider.options()),
            broken),
        broken);
  }

  /** Those that load and can say what they are, which {@code description} asks them. */
  private static <P> List<P> load(
      ServiceLoader<P> services, Function<P, List<Object>> description, List<String> broken) {
    List<P> found = new ArrayList<>();
    Iterator<P> iterator = services.iterator();
    for (int tries = 0; tries < MAX_PROVIDERS; tries++) {
      try {
        if (!iterator.hasNext()) {
          break;
        }
        P provider = iterator.next();
        if (isSound(provider, description, broken)) {
          found.add(provider);
        }
      } catch (ServiceConfigurationError | LinkageError failure) {
        broken.add(reason(failure));
      }
    }
    return found;
  }

  private static <P> boolean isSound(
      P provider, Function<P, List<Object>> description, List<String> broken) {
    try {
      return !description.apply(provider).isEmpty();
    } catch (RuntimeException | LinkageError failure) {
      broken.add("Provider " + provider.getClass().getName() + " cannot say what it is ("
          + failure.getClass().getName() + ")");
      return false;
    }
  }

  /**
   * The failure and the kind of what caused it; a cause's own message may hold anything, so it
   * stays out.
   */
  private static String reason(Error failure) {
    Throwable cause = failure.getCause();
    return failure.getMessage() + (cause == null ? "" : " (" + cause.getClass().getName() + ")");
  }

  /** The storage providers that loaded, in the order in which they were found. */
  public List<StorageProvider> storages() {
    return storages;
  }

  /** The sealer providers that loaded, in the order in which they were found. */
  public List<SealerProvider> sealers() {
    return sealers;
  }

  /** A sentence for each provider that did not load: its class and why. */
  public List<String> broken() {
    return broken;
  }
}
