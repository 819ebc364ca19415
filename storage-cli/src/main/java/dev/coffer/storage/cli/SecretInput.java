package dev.coffer.storage.cli;

import dev.coffer.storage.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a secret: from standard input, or where that is a terminal, by a prompt without echo. */
final class SecretInput {

  static final int MAX_BYTES = 256 * 1_024;

  /** A value of the full length, a newline, and one byte that shows there is more. */
  private static final int MAX_READ = MAX_BYTES + 2 + 1;

  private final Host host;

  SecretInput(Host host) {
    this.host = host;
  }

  /**
   * The secret.
   *
   * @param prompt what to ask for at a terminal
   * @param raw whether a newline at the end of a text is part of it
   * @throws CommandFailure if it is too long, or there is no way to ask for it unseen
   */
  Secret read(String prompt, boolean raw) {
    return host.terminal().isInput() ? ask(prompt) : read(raw);
  }

  private Secret ask(String prompt) {
    Terminal terminal = host.terminal();
    if (!terminal.canPrompt()) {
      throw CommandFailure.usage(
          "The secret cannot be asked for unseen, since standard output is no terminal or it is not"
              + " known whether standard input is one: pipe the secret in, and start the command by"
              + " its script.");
    }
    char[] line = terminal
        .readSecret(prompt)
        .orElseThrow(() -> CommandFailure.usage("No secret was entered, so nothing was put."));
    Secret secret = Secret.of(line);
    Arrays.fill(line, '\0');
    if (secret.length() >= terminal.maxLine()) {
      secret.destroy();
      throw CommandFailure.usage("A terminal takes lines of less than " + terminal.maxLine()
          + " bytes and drops the rest, so nothing was put: pipe this secret in.");
    }
    return secret;
  }

  private Secret read(boolean raw) {
    byte[] bytes;
    try {
      bytes = host.in().readNBytes(MAX_READ);
    } catch (IOException failure) {
      throw new CommandFailure(
          Outcome.UNAVAILABLE, "Standard input cannot be read, so nothing was put.");
    }
    try {
      int length = raw ? bytes.length : lengthWithoutNewline(bytes);
      if (length > MAX_BYTES) {
        throw CommandFailure.usage("A secret has at most " + MAX_BYTES
            + " bytes; standard input has more, so nothing was put.");
      }
      byte[] value = Arrays.copyOf(bytes, length);
      Secret secret = Secret.of(value);
      Arrays.fill(value, (byte) 0);
      return secret;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The length without one newline at the end of a text; binary values are left as they are. */
  private static int lengthWithoutNewline(byte[] bytes) {
    int length = bytes.length;
    if (length == 0 || bytes[length - 1] != '\n' || !isText(bytes)) {
      return length;
    }
    boolean carriageReturn = length > 1 && bytes[length - 2] == '\r';
    return length - (carriageReturn ? 2 : 1);
  }

  /** Whether the bytes are UTF-8 without NUL. */
  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    try {
      // The decoded text is a secret, too.
      Arrays.fill(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).array(), '\0');
      return true;
    } catch (CharacterCodingException binary) {
      return false;
    }
  }
}
