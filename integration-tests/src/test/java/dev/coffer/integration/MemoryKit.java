package dev.coffer.integration;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;

/** The kit on the memory backend; {@link KitProcess} runs it in other surroundings. */
class MemoryKit extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return StorageOptions.of("memory");
  }
}
