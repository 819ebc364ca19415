package dev.coffer.integration;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;

/** The kit on the encrypted file; {@link KitProcess} runs it in other surroundings. */
class EncryptedFileKit extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return StorageOptions.of("encrypted-file")
        .with("path", place.directory().resolve("tokens.coffer").toString())
        .with("master-key", "file:" + place.directory().resolve("master.key"));
  }
}
