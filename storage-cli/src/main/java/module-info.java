/** The {@code coffer} command. Backends and sealers are found by their services alone. */
module dev.coffer.storage.cli {
  requires dev.coffer.storage;
  requires info.picocli;

  exports dev.coffer.storage.cli;

  opens dev.coffer.storage.cli to
      info.picocli;
}
