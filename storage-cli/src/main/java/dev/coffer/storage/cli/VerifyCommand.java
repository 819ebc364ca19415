package dev.coffer.storage.cli;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.file.EncryptedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code coffer verify}: opens every name and value of a store, and says which of them cannot be
 * trusted; of an encrypted file, what else is wrong with it. Nothing is written, and nothing is
 * shown of a secret.
 */
@Command(
    name = "verify",
    description = {
      "Read every entry, and say which cannot be read.",
      "It reads those of the store, or of a scope and those below it; of an encrypted file it checks",
      "all of the file too. Nothing is changed: a store that can be opened for reading only is."
    },
    footer = {
      "",
      "Examples:",
      "  coffer verify",
      "  coffer verify --each --json tenant7",
      "  coffer verify --option path=copy.coffer"
    })
final class VerifyCommand extends StorageCommand {

  @Mixin
  private ScopeArguments scope = new ScopeArguments();

  @Option(names = "--each", description = "Tell of each entry, and not only of the damaged ones.")
  private boolean each;

  VerifyCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    EntryWalk walk;
    Optional<EncryptedFile.Inspection> file;
    try (StorageOpener opener = storage()) {
      file = opener.hasEncryptedFile()
          ? Optional.of(opener.withEncryptedFile(EncryptedFile::inspect))
          : Optional.empty();
      walk = new EntryWalk(
          new WorkProgress(host().err(), host().terminal().isOutput(), "verified"),
          file.filter(it -> scope.isRoot())
              .map(EncryptedFile.Inspection::records)
              .orElse(WorkProgress.UNKNOWN));
      try (SecureStorage storage = opener.openToLook()) {
        if (output().isJson()) {
          output().json(json -> write(json, walk, file, scope.in(storage)));
        } else {
          print(walk, file, scope.in(storage));
        }
      }
    }
    List<String> findings = file.map(EncryptedFile.Inspection::findings).orElse(List.of());
    if (walk.unreadable().isEmpty() && findings.isEmpty()) {
      return Outcome.DONE;
    }
    throw new CommandFailure(
        Outcome.UNREADABLE,
        "Entries that cannot be read: " + walk.unreadable().size()
            + (findings.isEmpty() ? "" : "; damaged places in the file: " + findings.size())
            + ". The others, " + walk.intact()
            + ", are not touched by it, and nothing was changed.");
  }

  private void write(
      JsonWriter json, EntryWalk walk, Optional<EncryptedFile.Inspection> file, StorageScope start)
      throws IOException {
    json.beginObject();
    if (each) {
      json.name("entries").beginArray();
    }
    walk.through(start, info -> {
      if (each) {
        json.beginObject();
        EntryFields.write(json, info);
        json.endObject();
      }
    });
    if (each) {
      json.endArray();
    }
    json.name("intact").value(walk.intact()).name("unreadable");
    EntryFields.write(json, walk.unreadable());
    if (file.isPresent()) {
      EncryptedFile.Inspection seen = file.get();
      json.name("file").beginObject().name("findings").values(seen.findings());
      json.name("unfinished").value(seen.unfinished().orElse(null));
      json.name("records").value(seen.records());
      json.name("liveBytes").value(seen.liveBytes());
      json.name("deadBytes").value(seen.deadBytes()).endObject();
    }
    json.endObject();
  }

  private void print(EntryWalk walk, Optional<EncryptedFile.Inspection> file, StorageScope start) {
    try {
      walk.through(start, info -> {
        if (each) {
          output().line("intact  " + line(info));
        }
      });
    } catch (IOException impossible) {
      throw new AssertionError("Lines fail by themselves.", impossible);
    }
    walk.unreadable().forEach(entry -> output().line(ListingCommand.unreadable(entry)));
    file.ifPresent(seen -> {
      seen.findings().forEach(finding -> output().line("Damaged: " + finding + "."));
      seen.unfinished()
          .ifPresent(tail -> output()
              .line("Unfinished: " + tail
                  + ". Nothing acknowledged is in it, and the next write cuts it."));
    });
    output()
        .line("Intact: " + walk.intact() + ", unreadable: " + walk.unreadable().size() + ".");
  }

  private static String line(EntryInfo info) {
    return info.version() + "  " + Names.shown(ListingCommand.joined(info.path(), info.key()));
  }
}
