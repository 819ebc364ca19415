package dev.coffer.storage.cli;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about the storage: perhaps a provider, some options, and how each is called
 * there.
 */
final class Settings {

  private static final String PROVIDER = "provider";

  private final @Nullable String provider;
  private final Map<String, String> options;
  private final Map<String, String> origins;

  private Settings(
      @Nullable String provider, Map<String, String> options, Map<String, String> origins) {
    this.provider = provider;
    this.options = options;
    this.origins = origins;
  }

  /** A source in which the provider is one of the names. */
  static Settings of(Map<String, String> values, Map<String, String> origins) {
    Map<String, String> options = new TreeMap<>(values);
    String provider = options.remove(PROVIDER);
    return new Settings(provider, options, origins);
  }

  /** The provider's id, where the source names one. */
  Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  /** The options' texts by name. */
  Map<String, String> options() {
    return options;
  }

  /** How the source calls an option: a variable, a property of a file, an argument. */
  String origin(String option) {
    return origins.getOrDefault(option, option);
  }

  /** How the source calls the provider. */
  String providerOrigin() {
    return origin(PROVIDER);
  }
}
