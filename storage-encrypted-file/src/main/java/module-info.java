/** The provider {@code encrypted-file}: an encrypted, append-only log in one file. */
module dev.coffer.storage.file {
  requires static transitive org.jspecify;
  requires transitive dev.coffer.storage;
  requires dev.coffer.storage.crypto;

  exports dev.coffer.storage.file;

  provides dev.coffer.storage.spi.StorageProvider with
      dev.coffer.storage.file.EncryptedFileProvider;
}
