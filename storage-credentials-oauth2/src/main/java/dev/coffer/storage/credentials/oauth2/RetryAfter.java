package dev.coffer.storage.credentials.oauth2;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3), in seconds or as a date. */
final class RetryAfter {

  private RetryAfter() {}

  /** How long to wait; a date is held to the provider's own clock, where it tells it. */
  static Optional<Duration> of(HTTPResponse response, Instant now) {
    String value = response.getHeaderValue("Retry-After");
    if (value == null) {
      return Optional.empty();
    }
    String text = value.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    Instant theirs = date(response.getHeaderValue("Date")).orElse(now);
    return date(text)
        .map(until -> Duration.between(theirs, until))
        .map(pause -> pause.isNegative() ? Duration.ZERO : pause);
  }

  private static Optional<Instant> date(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(date ->
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException noDate) {
      return Optional.empty();
    }
  }
}
