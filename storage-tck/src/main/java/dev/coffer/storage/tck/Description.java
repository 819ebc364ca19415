package dev.coffer.storage.tck;

import dev.coffer.storage.spi.StorageProvider;
import java.util.Collection;
import java.util.List;

/**
 * What a provider says of itself, comparable across class loaders.
 *
 * @param type the name of its class
 * @param id what it is selected by
 * @param options the names of its options, in alphabetical order
 * @param guarantees what its backends can give, in alphabetical order
 */
record Description(String type, String id, List<String> options, List<String> guarantees) {

  static Description of(StorageProvider provider) {
    return new Description(
        provider.getClass().getName(),
        provider.id(),
        names(provider.options()),
        names(provider.guarantees()));
  }

  static List<String> names(Collection<?> values) {
    return values.stream().map(String::valueOf).sorted().toList();
  }
}
