/**
 * The contract of Coffer: what applications use ({@link dev.coffer.storage}) and what backends and
 * sealers implement ({@link dev.coffer.storage.spi}).
 */
module dev.coffer.storage {
  requires static transitive org.jspecify;

  exports dev.coffer.storage;
  exports dev.coffer.storage.spi;

  uses dev.coffer.storage.spi.StorageProvider;
  uses dev.coffer.storage.spi.SealerProvider;
}
