package dev.coffer.storage.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as a person writes it: 45s, 30m, 12h, 90d, or ISO 8601 as PT1H30M. */
final class TimeText {

  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})([smhd])");

  private static final Map<String, Duration> UNITS = Map.of(
      "s", Duration.ofSeconds(1),
      "m", Duration.ofMinutes(1),
      "h", Duration.ofHours(1),
      "d", Duration.ofDays(1));

  private TimeText() {}

  /**
   * The time that {@code option} was given.
   *
   * @throws CommandFailure if it is none, or a negative one
   */
  static Duration parse(String option, String text) {
    try {
      Duration time = parse(text);
      if (!time.isNegative()) {
        return time;
      }
    } catch (DateTimeException | ArithmeticException notATime) {
      // Told below.
    }
    throw CommandFailure.usage(option + " is a time such as 45s, 30m, 12h, 90d or PT1H30M.");
  }

  /**
   * The time.
   *
   * @throws DateTimeException if it is none
   */
  static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      return Duration.parse(text);
    }
    Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }
}
