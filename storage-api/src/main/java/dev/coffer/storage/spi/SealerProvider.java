package dev.coffer.storage.spi;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.util.List;
import java.util.Set;

/**
 * Opens the keys of a store; found by {@link java.util.ServiceLoader}, selected by its id as the
 * value of {@link StorageOptions#ENCRYPTION}. It needs a public constructor without parameters that
 * does nothing that can fail.
 *
 * <p>Thread-safe.
 */
public interface SealerProvider {

  /** The name it is selected by: lower-case letters, digits and hyphens; never {@code none}. */
  String id();

  /** The options it understands, beside the common ones that {@link StorageOptions} names. */
  Set<Option<?>> options();

  /** What is wrong with a combination of options, as in {@link StorageProvider#problems}. */
  default List<String> problems(StorageOptions options) {
    return List.of();
  }

  /**
   * Opens the keyring that {@code backend} holds under {@link RecordId#KEYRING}, or makes one if
   * the store is new and {@link StorageOptions#CREATE} is set. Two that make it at once end with
   * one.
   *
   * @throws KeyUnavailableException if the keyring does not open, is of another store, or is
   *     missing although there are records; nothing has been written
   * @throws StorageConfigurationException if there is no keyring and none is to be made
   */
  RecordSealer open(StorageOptions options, StorageBackend backend);
}
