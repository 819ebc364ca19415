/** The reference backend, provider {@code memory}. */
module dev.coffer.storage.memory {
  requires transitive dev.coffer.storage;

  exports dev.coffer.storage.memory;

  provides dev.coffer.storage.spi.StorageProvider with
      dev.coffer.storage.memory.MemoryProvider;
}
