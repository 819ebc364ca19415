package dev.coffer.storage.cli;

import dev.coffer.storage.file.EncryptedFile;
import picocli.CommandLine.Command;

/** {@code coffer compact}: writes an encrypted file anew, without what is dead in it. */
@Command(
    name = "compact",
    description = {
      "Write an encrypted file anew, without what was replaced or deleted.",
      "Others read and write meanwhile; it takes the old one's place when it is complete. A store in",
      "use does that by itself when much of it is dead; after this nothing of a deleted value is in",
      "the file."
    },
    footer = {"", "Examples:", "  coffer compact", "  coffer compact --json"})
final class CompactCommand extends StorageCommand {

  CompactCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    WorkProgress progress =
        new WorkProgress(host().err(), host().terminal().isOutput(), "compacted");
    EncryptedFile.Compacted compacted;
    try (StorageOpener opener = storage()) {
      compacted = opener.withEncryptedFile(options -> EncryptedFile.compact(options, progress::at));
    } finally {
      progress.end();
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("records")
              .value(compacted.records())
              .name("bytesBefore")
              .value(compacted.bytesBefore())
              .name("bytesAfter")
              .value(compacted.bytesAfter())
              .endObject());
    } else {
      output()
          .line("Compacted: " + compacted.records() + " records, " + compacted.bytesBefore()
              + " bytes before, " + compacted.bytesAfter() + " after.");
    }
    return Outcome.DONE;
  }
}
