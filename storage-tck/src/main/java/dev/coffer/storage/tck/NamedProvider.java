package dev.coffer.storage.tck;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.NearName;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The provider that options name, found through their class loader and opened without a facade over
 * it; the options are checked before as {@link dev.coffer.storage.SecureStorage#open} does it.
 */
final class NamedProvider {

  private final StorageOptions options;
  private final ProviderCatalog catalog;
  private final StorageProvider provider;

  private NamedProvider(StorageOptions options, ProviderCatalog catalog, StorageProvider provider) {
    this.options = options;
    this.catalog = catalog;
    this.provider = provider;
  }

  /**
   * Finds it.
   *
   * @throws StorageConfigurationException if the options name none, or not exactly one has the id
   */
  static NamedProvider of(StorageOptions options) {
    String id = id(options);
    ProviderCatalog catalog = ProviderCatalog.of(options.classLoader());
    List<StorageProvider> named =
        catalog.storages().stream().filter(found -> found.id().equals(id)).toList();
    if (named.size() != 1) {
      throw new StorageConfigurationException(notOne(id, named.size(), catalog));
    }
    return new NamedProvider(options, catalog, named.get(0));
  }

  /** The id that options name. */
  static String id(StorageOptions options) {
    return options
        .provider()
        .orElseThrow(() -> new StorageConfigurationException(
            "The options name no provider: begin them with StorageOptions.of(id)."));
  }

  private static String notOne(String id, int count, ProviderCatalog catalog) {
    String found = catalog.storages().stream()
        .map(provider -> provider.id() + " (" + provider.getClass().getName() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
    List<String> ids = catalog.storages().stream().map(StorageProvider::id).toList();
    String broken =
        catalog.broken().isEmpty() ? "" : " Broken: " + String.join("; ", catalog.broken()) + ".";
    return (count == 0 ? "There is no provider '" : "Several providers are called '") + id
        + "'. Found: " + (found.isEmpty() ? "none" : found) + "."
        + NearName.question(id, count > 0 ? List.of() : ids) + broken;
  }

  StorageProvider provider() {
    return provider;
  }

  /**
   * Opens a backend with these options as they are.
   *
   * @throws StorageConfigurationException with all that is wrong with them, at once
   */
  StorageBackend open() {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new StorageConfigurationException(problems);
    }
    return provider.open(options);
  }

  /** All that is wrong with the options. */
  List<String> problems() {
    Set<Option<?>> known = new LinkedHashSet<>(provider.options());
    catalog.sealers().stream().map(SealerProvider::options).forEach(known::addAll);
    List<String> problems = new ArrayList<>();
    for (String name : options.names()) {
      if (!isCommon(name) && known.stream().noneMatch(option -> option.name().equals(name))) {
        problems.add("Option '" + name + "' is unknown."
            + NearName.question(name, known.stream().map(Option::name).toList()));
      }
    }
    provider.options().forEach(option -> checkValue(option, problems));
    check(() -> provider.problems(options), problems);
    return problems;
  }

  private static boolean isCommon(String name) {
    return name.equals(StorageOptions.CREATE.name())
        || name.equals(StorageOptions.ENCRYPTION.name());
  }

  private void checkValue(Option<?> option, List<String> problems) {
    if (option.isRequired() && !options.names().contains(option.name())) {
      problems.add("Option '" + option.name() + "' is missing: " + option.description() + ", "
          + option.expected() + ".");
    } else {
      check(
          () -> {
            options.find(option);
            return List.of();
          },
          problems);
    }
  }

  /** What is wrong by the answer, or by the exception of a value that is none of an option's. */
  private static void check(Supplier<List<String>> check, List<String> problems) {
    List<String> found;
    try {
      found = check.get();
    } catch (StorageConfigurationException unexpected) {
      found = unexpected.problems();
    }
    found.stream().filter(problem -> !problems.contains(problem)).forEach(problems::add);
  }
}
