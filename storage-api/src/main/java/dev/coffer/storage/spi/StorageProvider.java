package dev.coffer.storage.spi;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.util.List;
import java.util.Set;

/**
 * Opens backends of one kind; found by {@link java.util.ServiceLoader}, selected by its id. It
 * needs a public constructor without parameters that does nothing that can fail.
 *
 * <p>Thread-safe.
 */
public interface StorageProvider {

  /** The name it is selected by: lower-case letters, digits and hyphens. */
  String id();

  /** The options it understands, beside the common ones that {@link StorageOptions} names. */
  Set<Option<?>> options();

  /**
   * The guarantees that its backends can give, before one is opened; the open backend has the last
   * word. {@link Guarantee#ENCRYPTED} says that its backends bring a
   * {@linkplain StorageBackend#sealer() sealer} of their own.
   */
  Set<Guarantee> guarantees();

  /**
   * Whether its backends keep records in the memory of the process and nowhere else. Only such a
   * one may be opened without encryption unless the options ask for clear text; so a backend that
   * writes anywhere leaves this as it is, whatever it guarantees.
   */
  default boolean isVolatile() {
    return false;
  }

  /**
   * What is wrong with a combination of options, in sentences that name the options and no secret;
   * empty where nothing is. Single options have been parsed by then.
   */
  default List<String> problems(StorageOptions options) {
    return List.of();
  }

  /**
   * Opens the place, and makes it first if {@link StorageOptions#CREATE} is set. Two that make it
   * at once end with one.
   *
   * @throws StorageConfigurationException if there is nothing at the place that the options name,
   *     with words on what was looked for
   * @throws dev.coffer.storage.StorageException as the taxonomy has it
   */
  StorageBackend open(StorageOptions options);
}
