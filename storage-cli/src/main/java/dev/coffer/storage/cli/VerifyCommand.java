package dev.coffer.storage.cli;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code coffer verify}: opens every name and value of a store, and says which of them cannot be
 * trusted. Nothing is written, and nothing is shown of a secret.
 */
@Command(
    name = "verify",
    description = {
      "Read every entry of the store, or of a scope and those below it, and say which cannot be",
      "read. Nothing is changed: a store that can be opened for reading only is."
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
    EntryWalk walk =
        new EntryWalk(new WorkProgress(host().err(), host().terminal().isOutput(), "verified"));
    try (SecureStorage storage = storage().openToLook()) {
      if (output().isJson()) {
        output().json(json -> write(json, walk, scope.in(storage)));
      } else {
        print(walk, scope.in(storage));
      }
    }
    if (!walk.unreadable().isEmpty()) {
      throw new CommandFailure(
          Outcome.UNREADABLE,
          "Entries that cannot be read: " + walk.unreadable().size() + ". The others, "
              + walk.intact() + ", are not touched by it, and nothing was changed.");
    }
    return Outcome.DONE;
  }

  private void write(JsonWriter json, EntryWalk walk, StorageScope start) throws IOException {
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
    json.endObject();
  }

  private void print(EntryWalk walk, StorageScope start) {
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
    output()
        .line("Intact: " + walk.intact() + ", unreadable: " + walk.unreadable().size() + ".");
  }

  private static String line(EntryInfo info) {
    return info.version() + "  " + Names.shown(ListingCommand.joined(info.path(), info.key()));
  }
}
