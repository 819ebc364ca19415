package dev.coffer.storage.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** A message as a line of text; other lines are noise. */
final class WireLine {

  private static final String MARK = "coffer-tck:";

  private WireLine() {}

  /** The line with a message, which may have any characters. */
  static String of(String message) {
    return MARK + Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
  }

  /** The message in a line; empty for noise. */
  static Optional<String> message(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    byte[] message = Base64.getDecoder().decode(line.substring(MARK.length()));
    return Optional.of(new String(message, UTF_8));
  }
}
