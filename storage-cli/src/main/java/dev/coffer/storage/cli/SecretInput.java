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
          "A secret is asked for only where standard input and output are both known to be a"
              + " terminal: pipe it in instead, or start the command by its script.");
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
    // One buffer, which is wiped. The other readNBytes fails on a pipe in JDK 17, and leaves
    // copies.
    byte[] buffer = new byte[MAX_READ];
    try {
      int read = host.in().readNBytes(buffer, 0, MAX_READ);
      int length = raw ? read : lengthWithoutNewline(buffer, read);
      if (length > MAX_BYTES) {
        throw CommandFailure.usage("A secret has at most " + MAX_BYTES
            + " bytes; standard input has more, so nothing was put.");
      }
      byte[] value = Arrays.copyOf(buffer, length);
      Secret secret = Secret.of(value);
      Arrays.fill(value, (byte) 0);
      return secret;
    } catch (IOException failure) {
      throw new CommandFailure(
          Outcome.UNAVAILABLE, "Standard input cannot be read, so nothing was put.");
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  /** The length without one newline at the end of a text; binary values are left as they are. */
  private static int lengthWithoutNewline(byte[] bytes, int length) {
    if (length == 0 || bytes[length - 1] != '\n' || !isText(bytes, length)) {
      return length;
    }
    boolean carriageReturn = length > 1 && bytes[length - 2] == '\r';
    return length - (carriageReturn ? 2 : 1);
  }

  /** Whether the bytes are UTF-8 without NUL. */
  private static boolean isText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, 0, length);
      // The decoded text is a secret, too.
      Arrays.fill(StandardCharsets.UTF_8.newDecoder().decode(text).array(), '\0');
      return true;
    } catch (CharacterCodingException binary) {
      return false;
    }
  }
}
