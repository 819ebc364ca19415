package dev.coffer.storage.cli;

import dev.coffer.storage.Entry;
import dev.coffer.storage.SecureStorage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code coffer get}: prints a secret, or what is known of it. */
@Command(
    name = "get",
    description = "Get a secret.",
    footer = {
      "",
      "A file or a pipe gets the secret's bytes. A terminal and --json get its",
      "version, expiry and length alone, unless --reveal is given.",
      "",
      "Examples:",
      "  coffer get tenant7 alice refresh_token > token.jwt",
      "  curl -H \"Authorization: Bearer $(coffer get tenant7 alice access_token)\" URL",
      "  coffer get --reveal tenant7 alice refresh_token",
      "  coffer get --json --reveal tenant7 alice refresh_token"
    })
final class GetCommand extends StorageCommand {

  @Mixin
  private EntryArguments entry = new EntryArguments();

  @Option(names = "--reveal", description = "Print the secret on a terminal or as JSON.")
  private boolean reveal;

  GetCommand(Host host, Output output) {
    super(host, output);
  }

  @Override
  Outcome run() {
    try (SecureStorage storage = storage().openExisting()) {
      Entry found = entry
          .scopeIn(storage)
          .read(entry.key())
          .orElseThrow(() -> new CommandFailure(
              Outcome.ABSENT, "There is no entry " + entry.shown() + ", or it has expired."));
      try {
        print(found);
      } finally {
        found.value().destroy();
      }
    }
    return Outcome.DONE;
  }

  private void print(Entry found) {
    if (output().isJson()) {
      printJson(found);
    } else if (!host().terminal().isOutput()) {
      printBytes(found);
    } else if (reveal) {
      printText(found);
    } else {
      output().line("version " + found.version());
      output().line("expires " + found.expiresAt().map(Object::toString).orElse("never"));
      output().line("length  " + found.value().length() + " bytes");
      output().note("The secret itself is shown with --reveal.");
    }
  }

  private void printBytes(Entry found) {
    byte[] bytes = found.value().revealBytes();
    output().bytes(bytes);
    Arrays.fill(bytes, (byte) 0);
  }

  private void printText(Entry found) {
    String text = text(found)
        .filter(
            value -> value.codePoints().allMatch(c -> c == '\n' || c == '\t' || Names.isSafe(c)))
        .orElseThrow(() -> CommandFailure.usage(
            "The secret is no text for a terminal: send it to a file or a pipe, or use --json."));
    output().bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void printJson(Entry found) {
    output().json(json -> {
      json.beginObject();
      EntryFields.write(json, found.info());
      json.name("length").value(found.value().length());
      if (reveal) {
        Optional<String> text = text(found);
        if (text.isPresent()) {
          json.name("value").value(text.get());
        } else {
          byte[] bytes = found.value().revealBytes();
          json.name("valueBase64").value(Base64.getEncoder().encodeToString(bytes));
          Arrays.fill(bytes, (byte) 0);
        }
      }
      json.endObject();
    });
  }

  /** The secret as a text; empty where it is none. */
  private static Optional<String> text(Entry found) {
    byte[] bytes = found.value().revealBytes();
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return Optional.of(text.toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
