package dev.coffer.storage.cli;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer put}: stores a secret. */
@Command(
    name = "put",
    description = "Put a secret, from standard input or a prompt.",
    footer = {
      "",
      "A text's last newline is left out, since 'echo' adds one; --raw keeps it.",
      "",
      "Examples:",
      "  coffer put tenant7 alice refresh_token < token.jwt",
      "  coffer put --expires-in 90d tenant7 alice password     (asks for it)"
    })
final class PutCommand extends StorageCommand {

  @Mixin
  private EntryArguments entry = new EntryArguments();

  @ArgGroup(exclusive = true)
  private ExpiryArguments expiry = new ExpiryArguments();

  @ArgGroup(exclusive = true)
  private Condition condition = new Condition();

  @Option(names = "--raw", description = "Keep a newline at the end of a text.")
  private boolean raw;

  @Option(names = "--allow-empty", description = "Put a secret of no bytes, too.")
  private boolean allowEmpty;

  /** What must be there for the secret to be put. */
  static final class Condition {

    @Option(names = "--if-absent", description = "Only if there is no such entry.")
    private boolean ifAbsent;

    @Option(
        names = "--if-version",
        paramLabel = "VERSION",
        description = "Only if the entry is of this version, as put, get and list show it.")
    private @Nullable String ifVersion;

    Optional<WriteOption> toWriteOption() {
      if (ifAbsent) {
        return Optional.of(WriteOption.ifAbsent());
      }
      return Optional.ofNullable(ifVersion).map(Version::parse).map(WriteOption::ifVersion);
    }
  }

  PutCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    List<WriteOption> options = new ArrayList<>();
    expiry.toWriteOption(host().clock()).ifPresent(options::add);
    condition.toWriteOption().ifPresent(options::add);
    StorageOpener opener = storage();
    Secret secret = new SecretInput(host()).read("Secret for " + entry.shown() + ": ", raw);
    try {
      if (secret.length() == 0 && !allowEmpty) {
        throw CommandFailure.usage(
            "The secret is empty, so nothing was put; --allow-empty puts it all the same.");
      }
      put(opener, secret, options.toArray(new WriteOption[0]));
    } finally {
      secret.destroy();
    }
    return Outcome.DONE;
  }

  private void put(StorageOpener opener, Secret secret, WriteOption... options) {
    try (SecureStorage storage = opener.openForWriting()) {
      Version version = entry.scopeIn(storage).write(entry.key(), secret, options);
      if (output().isJson()) {
        output()
            .json(json -> json.beginObject()
                .name("path")
                .values(entry.path())
                .name("key")
                .value(entry.key())
                .name("version")
                .value(version.toString())
                .endObject());
      } else {
        output().line("version " + version);
      }
    }
  }
}
