package dev.coffer.storage.file;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;

class EncryptedFileContractTest extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return Stores.options(place.directory().resolve("tokens.coffer"));
  }
}
