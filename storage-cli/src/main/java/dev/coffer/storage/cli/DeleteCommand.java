package dev.coffer.storage.cli;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer delete}: sees to it that an entry is not there. */
@Command(
    name = "delete",
    description = "Delete an entry; that there is none is fine.",
    footer = {
      "",
      "Examples:",
      "  coffer delete tenant7 alice refresh_token",
      "  coffer delete --if-version 0123456789abcdef0123456789abcdef tenant7 alice refresh_token"
    })
final class DeleteCommand extends StorageCommand {

  @Mixin
  private EntryArguments entry = new EntryArguments();

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description = "Only if the entry is of this version; if not, the exit code is 5.")
  private @Nullable String ifVersion;

  DeleteCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    Optional<Version> version = Optional.ofNullable(ifVersion).map(Version::parse);
    try (SecureStorage storage = storage().openExisting()) {
      StorageScope scope = entry.scopeIn(storage);
      version.ifPresentOrElse(
          expected -> scope.delete(entry.key(), expected), () -> scope.delete(entry.key()));
    }
    if (output().isJson()) {
      output()
          .json(json -> json.beginObject()
              .name("path")
              .values(entry.path())
              .name("key")
              .value(entry.key())
              .name("deleted")
              .value(true)
              .endObject());
    }
    return Outcome.DONE;
  }
}
