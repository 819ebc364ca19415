package dev.coffer.storage.cli;

import dev.coffer.storage.WriteOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Until when an entry holds, as one of two arguments. */
final class ExpiryArguments {

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "Absent after this time: 45s, 30m, 12h, 90d, or ISO 8601 as PT1H30M.")
  private @Nullable String in;

  @Option(
      names = "--expires-at",
      paramLabel = "INSTANT",
      description = "Absent from then on: ISO 8601 with an offset, as 2030-12-31T23:59:59Z.")
  private @Nullable String at;

  /** The option to write with; empty for an entry that does not expire. */
  Optional<WriteOption> toWriteOption(InstantSource clock) {
    Instant now = clock.instant();
    Instant expiry;
    try {
      if (in != null) {
        expiry = now.plus(TimeText.parse(in));
      } else if (at != null) {
        expiry = OffsetDateTime.parse(at).toInstant();
      } else {
        return Optional.empty();
      }
    } catch (DateTimeException | ArithmeticException notATime) {
      throw CommandFailure.usage(
          in != null
              ? "--expires-in is a time such as 45s, 30m, 12h, 90d or PT1H30M."
              : "--expires-at is an instant such as 2030-12-31T23:59:59Z.");
    }
    if (!expiry.isAfter(now)) {
      throw CommandFailure.usage("The expiry lies in the past, so nothing was put.");
    }
    return Optional.of(WriteOption.expiresAt(expiry));
  }
}
