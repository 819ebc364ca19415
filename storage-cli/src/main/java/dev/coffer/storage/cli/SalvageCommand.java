package dev.coffer.storage.cli;

import dev.coffer.storage.file.EncryptedFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer salvage}: copies what is intact out of a damaged encrypted file into a new one. */
@Command(
    name = "salvage",
    description = {
      "Copy what is intact out of a damaged encrypted file into a new one.",
      "The same master key opens that one. The damaged file is left as it is. Exit code 3 says that",
      "something was left out."
    },
    footer = {
      "",
      "Examples:",
      "  coffer salvage --to salvaged.coffer",
      "  coffer verify --option path=salvaged.coffer"
    })
final class SalvageCommand extends StorageCommand {

  @Option(
      names = "--to",
      paramLabel = "NEW",
      required = true,
      description = "Where the new file is made; nothing may be there.")
  private String to = "";

  SalvageCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    Path target = target();
    WorkProgress progress = new WorkProgress(host().err(), host().terminal().isOutput(), "copied");
    EncryptedFile.Salvaged salvaged;
    try (StorageOpener opener = storage()) {
      salvaged =
          opener.withEncryptedFile(options -> EncryptedFile.salvage(options, target, progress::at));
    } finally {
      progress.end();
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("to")
              .value(to)
              .name("copied")
              .value(salvaged.copied())
              .name("leftOut")
              .value(salvaged.leftOut())
              .name("findings")
              .values(salvaged.findings())
              .endObject());
    } else {
      salvaged.findings().forEach(finding -> output().line("Damaged: " + finding + "."));
      output().line("Copied: " + salvaged.copied() + ", left out: " + salvaged.leftOut() + ".");
    }
    boolean whole = salvaged.leftOut() == 0 && salvaged.findings().isEmpty();
    if (!whole) {
      output()
          .note("What is damaged, or may not be what was written last, is not in the new file; what"
              + " was lost whole is not counted.");
    }
    return whole ? Outcome.DONE : Outcome.UNREADABLE;
  }

  private Path target() {
    try {
      return Path.of(to);
    } catch (InvalidPathException wrong) {
      throw CommandFailure.usage("'--to' has a value that is no path.");
    }
  }
}
