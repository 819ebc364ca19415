/**
 * The {@code coffer} command. Backends and sealers are found by their services alone; only what is
 * done to a whole encrypted file, and the tables of a database, know one of them.
 */
module dev.coffer.storage.cli {
  requires dev.coffer.storage;
  requires dev.coffer.storage.crypto;
  requires dev.coffer.storage.file;
  requires dev.coffer.storage.jdbc;
  requires dev.coffer.storage.tck;
  requires info.picocli;
  requires java.logging;
  requires org.junit.platform.launcher;

  exports dev.coffer.storage.cli;

  opens dev.coffer.storage.cli to
      info.picocli;
}
