package dev.coffer.storage.cli;

import dev.coffer.storage.CopyResult;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageCopy;
import dev.coffer.storage.UnreadableEntryException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer copy}: copies all entries of one store into another. */
@Command(
    name = "copy",
    description = {
      "Copy every entry of one store into another, and read it back.",
      "The two may have any providers and keys; versions and expiries are kept. One of the two may be",
      "left out: it is the storage that is chosen as in every other command.",
      "Exit code 3 says that something cannot be read, 5 that the target is not the source's equal."
    },
    footer = {
      "",
      "Examples:",
      "  coffer copy --to database.properties --create --dry-run",
      "  coffer copy --to database.properties --create",
      "  coffer copy --from old.properties --to new.properties --resume --delete",
      "",
      "FILE is a properties file as for --config. COFFER_FROM_<OPTION> and COFFER_TO_<OPTION> count",
      "more than it: the place for secrets."
    })
final class CopyCommand extends StorageCommand {

  @Option(names = "--from", paramLabel = "FILE", description = "The settings of the source.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "FILE", description = "The settings of the target.")
  private @Nullable String to;

  @Option(
      names = "--resume",
      description = {
        "The target may hold entries: go on with a copy that was ended early, or bring",
        "it up to date. What differs from the source is replaced."
      })
  private boolean resume;

  @Option(
      names = "--delete",
      description = "With --resume: delete entries of the target that the source does not have.")
  private boolean delete;

  @Option(
      names = "--dry-run",
      description = "Read the source, say what would be done, and change nothing.")
  private boolean dryRun;

  CopyCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    requireSense();
    CopyDisplay display = new CopyDisplay(host().err(), host().terminal().isOutput());
    CopyResult result;
    try (StorageOpener source = opener(CopySide.SOURCE, from, false);
        StorageOpener target = opener(CopySide.TARGET, to, arguments().create().isPresent())) {
      if (source.isSameAs(target)) {
        throw CommandFailure.usage("Source and target are the same store.");
      }
      readPassphrases(source, target);
      try (SecureStorage read = source.openSource();
          SecureStorage written = dryRun ? target.openForDryRun() : target.openForWriting()) {
        result = copy(read, written, display);
      }
    } finally {
      display.end();
    }
    tell(result);
    return outcome(result);
  }

  private void requireSense() {
    if (from == null && to == null) {
      throw CommandFailure.usage(
          "Give '--from', '--to' or both: each names the properties file of a"
              + " store, and one that is left out is the storage of the other settings.");
    }
    if (from != null && to != null && arguments().chooses()) {
      throw CommandFailure.usage("Both stores have a properties file, so that '--provider',"
          + " '--option' and '--config' are for neither: leave them out.");
    }
    if (delete && !resume) {
      throw CommandFailure.usage(
          "'--delete' is for '--resume': a first copy has nothing to delete.");
    }
  }

  /** A side without a file is chosen as in every other command. */
  private StorageOpener opener(CopySide side, @Nullable String file, boolean create) {
    ChosenStorage chosen = file == null
        ? ChosenStorage.usualAs(side, host(), output(), arguments())
        : ChosenStorage.of(side, host(), output(), file, create);
    return new StorageOpener(host(), output(), chosen);
  }

  /** A line for each that has one, the source's first. */
  private void readPassphrases(StorageOpener source, StorageOpener target) {
    if (!arguments().passphraseStdin()) {
      return;
    }
    if (!source.isPassphrase() && !target.isPassphrase()) {
      throw CommandFailure.usage(
          StorageArguments.PASSPHRASE_STDIN + " is for a store whose master-key is "
              + DefaultStore.PASSPHRASE + ", and neither's is.");
    }
    if (source.isPassphrase()) {
      source.readPassphrase();
    }
    if (target.isPassphrase()) {
      target.readPassphrase();
    }
  }

  private CopyResult copy(SecureStorage source, SecureStorage target, CopyDisplay display) {
    StorageCopy copy = StorageCopy.of(source, target).listener(display);
    if (resume) {
      copy = copy.resume();
    }
    if (delete) {
      copy = copy.deleteOthers();
    }
    try {
      return dryRun ? copy.dryRun() : copy.run();
    } catch (UnreadableEntryException edited) {
      throw new CommandFailure(Outcome.UNREADABLE, ListingCommand.unreadable(edited.entry()));
    }
  }

  private void tell(CopyResult result) {
    if (output().isJson()) {
      output().json(json -> write(json, result));
    } else {
      result.unreadable().forEach(entry -> output().line(ListingCommand.unreadable(entry)));
      output()
          .line((dryRun ? "Would copy: " : "Copied: ") + result.copied() + ", "
              + (dryRun ? "replace: " : "replaced: ") + result.replaced() + ", "
              + (dryRun ? "delete: " : "deleted: ") + result.deleted() + ", already there: "
              + result.same() + ".");
    }
    note(
        "Entries of the source that cannot be read: ",
        result.unreadableCount(),
        "They are not in the target; the others are."
            + (result.unreadableCount() > result.unreadable().size()
                ? " The first " + result.unreadable().size() + " are named."
                : ""));
    note(
        "Entries of the target that cannot be read, nor told what they are: ",
        result.unreadableInTarget(),
        "They stay. 'coffer verify' lists them.");
    note(
        "Entries that did not read back as they were written: ",
        result.broken(),
        "Do not use the target: what keeps it is damaged, or somebody edits it.");
    note(
        "Entries that were written or deleted while they were copied: ",
        result.behind(),
        "See that nobody writes to either store, and copy again with --resume.");
    note(
        "Entries of the target that the source does not have: ",
        result.others(),
        "They stay; --resume --delete deletes them.");
  }

  private void note(String what, long entries, String advice) {
    if (entries > 0) {
      output().note(what + entries + ". " + advice);
    }
  }

  private void write(JsonWriter json, CopyResult result) throws IOException {
    json.beginObject()
        .name("dryRun")
        .value(dryRun)
        .name("copied")
        .value(result.copied())
        .name("replaced")
        .value(result.replaced())
        .name("deleted")
        .value(result.deleted())
        .name("same")
        .value(result.same())
        .name("others")
        .value(result.others())
        .name("behind")
        .value(result.behind())
        .name("broken")
        .value(result.broken())
        .name("unreadableInTarget")
        .value(result.unreadableInTarget())
        .name("unreadableCount")
        .value(result.unreadableCount())
        .name("unreadable");
    EntryFields.write(json, result.unreadable());
    json.endObject();
  }

  private static Outcome outcome(CopyResult result) {
    if (result.unreadableCount() > 0 || result.broken() > 0 || result.unreadableInTarget() > 0) {
      return Outcome.UNREADABLE;
    }
    return result.isComplete() ? Outcome.DONE : Outcome.CONFLICT;
  }
}
