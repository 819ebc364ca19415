package dev.coffer.storage.cli;

import dev.coffer.storage.StorageOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which storage was chosen: the provider that the first source names, and the options of all
 * sources that name this one or none. Where two sources give one option, the first counts. What a
 * source says of another provider is not meant for this one.
 */
final class StorageChoice {

  private final String provider;
  private final Map<String, String> options;
  private final List<String> origins;
  private final @Nullable DefaultStore defaultStore;

  private StorageChoice(
      String provider,
      Map<String, String> options,
      List<String> origins,
      @Nullable DefaultStore defaultStore) {
    this.provider = provider;
    this.options = options;
    this.origins = origins;
    this.defaultStore = defaultStore;
  }

  /**
   * Of these sources, the one that counts most first; where they leave the place open, the default
   * store.
   */
  static StorageChoice of(List<Settings> sources, Supplier<DefaultStore> defaultStore) {
    Optional<Settings> chooser =
        sources.stream().filter(source -> source.provider().isPresent()).findFirst();
    String provider = chooser.flatMap(Settings::provider).orElse(DefaultStore.PROVIDER);
    List<String> origins = new ArrayList<>();
    chooser.ifPresent(source -> origins.add("the provider from " + source.providerOrigin()));
    Map<String, String> options = new TreeMap<>();
    for (Settings source : sources) {
      if (source.provider().orElse(provider).equals(provider)) {
        source.options().forEach((name, value) -> {
          if (options.putIfAbsent(name, value) == null) {
            origins.add("'" + name + "' from " + source.origin(name));
          }
        });
      }
    }
    if (!provider.equals(DefaultStore.PROVIDER) || options.containsKey(DefaultStore.PATH)) {
      return new StorageChoice(provider, options, origins, null);
    }
    DefaultStore store = defaultStore.get();
    options.put(DefaultStore.PATH, store.file().toString());
    options.putIfAbsent(DefaultStore.MASTER_KEY, store.masterKeyOption());
    return new StorageChoice(provider, options, origins, store);
  }

  /** Whether another choice is of the same place with the same options, made or not. */
  boolean isSameAs(StorageChoice other) {
    return provider.equals(other.provider) && withoutCreate().equals(other.withoutCreate());
  }

  private Map<String, String> withoutCreate() {
    Map<String, String> rest = new TreeMap<>(options);
    rest.remove(StorageOptions.CREATE.name());
    return rest;
  }

  /** The provider's id. */
  String provider() {
    return provider;
  }

  /** The text of an option; empty where no source gives it. */
  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** The default store, if that is what was chosen. */
  Optional<DefaultStore> defaultStore() {
    return Optional.ofNullable(defaultStore);
  }

  /** What to open. */
  StorageOptions toOptions() {
    return StorageOptions.of(provider).with(options);
  }

  /** Where each setting came from, without values; empty where there was none. */
  Optional<String> whence() {
    return origins.isEmpty()
        ? Optional.empty()
        : Optional.of("The settings were: " + String.join(", ", origins) + ".");
  }
}
