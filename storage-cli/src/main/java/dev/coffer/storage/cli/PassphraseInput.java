package dev.coffer.storage.cli;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.crypto.Passphrase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The passphrase of a store, as a person gives it: by a prompt without echo, twice where something
 * is made with it, or as the first line of standard input. It is asked once for a command, and
 * wiped when the store is open.
 */
final class PassphraseInput implements Passphrase, AutoCloseable {

  /** Longer than any passphrase; what a line has beyond it is another file by mistake. */
  private static final int MAX_BYTES = 4_096;

  private final Host host;
  private final String what;
  private final Optional<String> option;
  private char @Nullable [] known;

  /**
   * A passphrase that is asked for at a terminal when it is needed.
   *
   * @param what what it is called in the prompt: "Passphrase"
   * @param option by which it is read from standard input, if there is one
   */
  PassphraseInput(Host host, String what, Optional<String> option) {
    this.host = host;
    this.what = what;
    this.option = option;
  }

  /** Takes the first line of standard input, and leaves what is behind it for others. */
  PassphraseInput readFirstLine() {
    if (host.terminal().isInput()) {
      throw CommandFailure.usage("Standard input is a terminal, or may be one, and shows what is"
          + " typed: leave " + option.orElseThrow() + " out, and it is asked for.");
    }
    Line line = new Line();
    try {
      known = line.read();
    } catch (IOException failure) {
      throw new CommandFailure(
          Outcome.UNAVAILABLE, "Standard input cannot be read, so nothing was done.");
    } finally {
      line.wipe();
    }
    return this;
  }

  @Override
  public char[] toOpen() {
    return remembered(() -> ask(what + ": "));
  }

  @Override
  public char[] toCreate() {
    return remembered(() -> {
      char[] first = ask("New " + what.toLowerCase(Locale.ROOT) + ": ");
      char[] second = ask("The same again: ");
      boolean same = Arrays.equals(first, second);
      Arrays.fill(second, '\0');
      if (!same) {
        Arrays.fill(first, '\0');
        throw new StorageConfigurationException("The two passphrases differ, so nothing was made.");
      }
      return first;
    });
  }

  private char[] remembered(Supplier<char[]> asking) {
    char[] passphrase = known;
    if (passphrase == null) {
      passphrase = asking.get();
      known = passphrase;
    }
    return passphrase.clone();
  }

  private char[] ask(String prompt) {
    if (!host.terminal().canPrompt()) {
      throw new StorageConfigurationException("A passphrase is needed, and there is no terminal to"
          + " ask for it, where standard input and output are both one: "
          + option
              .map(name -> "give it as the first line of standard input, with " + name + ".")
              .orElse("run this at a terminal."));
    }
    char[] line = host.terminal()
        .readSecret(prompt)
        .orElseThrow(() -> new StorageConfigurationException("No passphrase was entered."));
    if (line.length >= host.terminal().maxLine()) {
      Arrays.fill(line, '\0');
      throw new StorageConfigurationException(
          "The passphrase is longer than a line that a terminal takes.");
    }
    return line;
  }

  /** Wipes it. */
  @Override
  public void close() {
    char[] passphrase = known;
    known = null;
    if (passphrase != null) {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** The bytes of one line, in a buffer that can be wiped. */
  private final class Line extends ByteArrayOutputStream {

    Line() {
      super(MAX_BYTES);
    }

    char[] read() throws IOException {
      int next = host.in().read();
      while (next >= 0 && next != '\n') {
        if (count == MAX_BYTES) {
          throw CommandFailure.usage(
              "The first line of standard input is no passphrase: it has more" + " than "
                  + MAX_BYTES + " bytes.");
        }
        write(next);
        next = host.in().read();
      }
      int length = count > 0 && buf[count - 1] == '\r' ? count - 1 : count;
      if (length == 0) {
        throw CommandFailure.usage(
            "The first line of standard input is empty: it must be the passphrase.");
      }
      try {
        CharBuffer decoded =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, 0, length));
        char[] characters = new char[decoded.length()];
        decoded.get(characters);
        decoded.clear();
        decoded.put(new char[decoded.capacity()]);
        return characters;
      } catch (CharacterCodingException noText) {
        throw CommandFailure.usage("The first line of standard input is no text in UTF-8.");
      }
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
