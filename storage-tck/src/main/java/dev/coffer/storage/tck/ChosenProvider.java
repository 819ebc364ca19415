package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import java.util.Map;
import java.util.Set;

/**
 * The kit for the provider that system properties choose, {@link ProviderSettings#toProperties()}:
 * what {@code coffer tck} runs. Whoever has a class of tests extends
 * {@link StorageProviderContract} instead.
 */
public final class ChosenProvider extends StorageProviderContract {

  private final ProviderSettings settings;

  /** For the JUnit Platform, and for the JVMs that the kit starts. */
  public ChosenProvider() {
    this.settings = ProviderSettings.from(System.getProperties());
  }

  /** The provider's id, as far as a file can be called so. */
  @Override
  String subject() {
    return settings.provider().replaceAll("[^A-Za-z0-9-]", "_");
  }

  @Override
  protected StorageOptions options(Place place) {
    return settings.at(place);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return settings.declared().orElseGet(super::guarantees);
  }

  /** The settings, which may hold secrets. */
  @Override
  protected Map<String, String> childProperties() {
    return settings.toProperties();
  }
}
