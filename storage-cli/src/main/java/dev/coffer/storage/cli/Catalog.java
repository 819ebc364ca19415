package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the providers that were found say of themselves. */
final class Catalog {

  private final List<Listed> storages;
  private final List<Listed> sealers;
  private final List<String> broken;

  private Catalog(List<Listed> storages, List<Listed> sealers, List<String> broken) {
    this.storages = storages;
    this.sealers = sealers;
    this.broken = broken;
  }

  /**
   * A provider as it describes itself.
   *
   * @param id what it is chosen by
   * @param type the name of its class
   * @param guarantees what it can promise, in alphabetical order; none for a sealer
   * @param options its options, in alphabetical order
   */
  record Listed(String id, String type, List<String> guarantees, List<Option<?>> options) {}

  /** What is found through a class loader. */
  static Catalog of(ClassLoader loader) {
    ProviderCatalog found = ProviderCatalog.of(loader);
    return new Catalog(
        list(found.storages(), Catalog::listed),
        list(found.sealers(), Catalog::listed),
        found.broken());
  }

  private static <P> List<Listed> list(List<P> providers, Function<P, Listed> description) {
    return providers.stream()
        .map(description)
        .sorted(Comparator.comparing(Listed::id))
        .collect(Collectors.toList());
  }

  private static Listed listed(StorageProvider provider) {
    List<String> guarantees =
        provider.guarantees().stream().sorted().map(Guarantee::name).collect(Collectors.toList());
    return listed(provider.id(), provider, guarantees, provider.options());
  }

  private static Listed listed(SealerProvider provider) {
    return listed(provider.id(), provider, List.of(), provider.options());
  }

  private static Listed listed(
      String id, Object provider, List<String> guarantees, Set<Option<?>> options) {
    List<Option<?>> sorted = new ArrayList<>(options);
    sorted.sort(Comparator.comparing(Option::name));
    return new Listed(id, provider.getClass().getName(), guarantees, sorted);
  }

  /** The storage providers, by id. */
  List<Listed> storages() {
    return storages;
  }

  /** The sealers, by id. */
  List<Listed> sealers() {
    return sealers;
  }

  /** A sentence for each provider that is there and cannot be used. */
  List<String> broken() {
    return broken;
  }

  /** The names of all options whose values may be secret, whoever has them. */
  Set<String> secretOptions() {
    return Stream.of(storages, sealers)
        .flatMap(Collection::stream)
        .flatMap(listed -> listed.options().stream())
        .filter(Option::isSecret)
        // One that takes no text holds none; the storage says so.
        .filter(option -> option.type() == String.class)
        .map(Option::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
