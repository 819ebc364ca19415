package dev.coffer.storage.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A typed option of a provider: its name, how its value is read from text, its bounds and its
 * default.
 *
 * <p>An option is declared once, as a constant of its provider; applications set it by name and
 * text, or as a value by {@link dev.coffer.storage.StorageOptions#with(Option, Object)}. Two
 * options with one name are equal. Immutable and thread-safe.
 *
 * @param <T> the type of its values
 */
public final class Option<T> {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Map<String, Duration> UNITS = Map.of(
      "ms", Duration.ofMillis(1),
      "s", Duration.ofSeconds(1),
      "m", Duration.ofMinutes(1),
      "h", Duration.ofHours(1));

  private final String name;
  private final String description;
  private final Class<T> type;
  private final String expected;
  private final @Nullable Function<String, T> reader;
  private final Predicate<T> bound;
  private final @Nullable T defaultValue;
  private final boolean required;
  private final boolean secret;

  private Option(
      String name,
      String description,
      Class<T> type,
      String expected,
      @Nullable Function<String, T> reader,
      Predicate<T> bound,
      @Nullable T defaultValue,
      boolean required,
      boolean secret) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "An option's name is lower-case words with hyphens between them, not '" + name + "'.");
    }
    this.name = name;
    this.description = Objects.requireNonNull(description, "description");
    this.type = type;
    this.expected = expected;
    this.reader = reader;
    this.bound = bound;
    this.defaultValue = defaultValue;
    this.required = required;
    this.secret = secret;
  }

  private static <T> Option<T> read(
      String name,
      String description,
      Class<T> type,
      String expected,
      Function<String, T> reader,
      Predicate<T> bound) {
    return new Option<>(name, description, type, expected, reader, bound, null, false, false);
  }

  /** An option whose value is a text of at least one character. */
  public static Option<String> text(String name, String description) {
    return read(name, description, String.class, "a text", text -> text, text -> !text.isEmpty());
  }

  /** An option whose value is a path of the default file system. */
  public static Option<Path> path(String name, String description) {
    return read(
        name,
        description,
        Path.class,
        "a path",
        Path::of,
        path -> !path.toString().isEmpty());
  }

  /** An option whose value is true or false. */
  public static Option<Boolean> flag(String name, String description) {
    return read(name, description, Boolean.class, "true or false", Option::flag, flag -> true);
  }

  private static boolean flag(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException();
  }

  /** An option whose value is a whole number from {@code min} to {@code max}. */
  public static Option<Integer> integer(String name, String description, int min, int max) {
    return read(
        name,
        description,
        Integer.class,
        "a whole number from " + min + " to " + max,
        Integer::valueOf,
        number -> number >= min && number <= max);
  }

  /**
   * An option whose value is a time, as {@code 500ms}, {@code 10s}, {@code 5m} or {@code 1h}, from
   * {@code min} to {@code max}.
   */
  public static Option<Duration> duration(
      String name, String description, Duration min, Duration max) {
    return read(
        name,
        description,
        Duration.class,
        "a time such as 500ms, 10s, 5m or 1h, from " + text(min) + " to " + text(max),
        Option::time,
        time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0);
  }

  private static Duration time(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    Duration unit = Objects.requireNonNull(UNITS.get(matcher.group(2)));
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** A time as {@link #time} reads it, in the largest unit that it is whole in. */
  private static String text(Duration time) {
    long millis = time.toMillis();
    if (millis == 0) {
      return "0s";
    }
    return UNITS.entrySet().stream()
        .filter(unit -> millis % unit.getValue().toMillis() == 0)
        .max(Map.Entry.comparingByValue())
        .map(unit -> millis / unit.getValue().toMillis() + unit.getKey())
        .orElseThrow();
  }

  /** An option whose value is one of the texts {@code allowed}. */
  public static Option<String> choice(String name, String description, String... allowed) {
    List<String> choices = List.copyOf(Arrays.asList(allowed));
    return read(
        name,
        description,
        String.class,
        "one of " + String.join(", ", choices),
        text -> text,
        choices::contains);
  }

  /**
   * An option whose value is an object that the application has at hand, a data source say; no text
   * is read.
   */
  public static <T> Option<T> object(String name, String description, Class<T> type) {
    return new Option<>(
        name,
        description,
        type,
        "a " + type.getSimpleName(),
        null,
        value -> true,
        null,
        false,
        false);
  }

  /** This option with a value for when none is given. */
  public Option<T> withDefault(T value) {
    return new Option<>(
        name,
        description,
        type,
        expected,
        reader,
        bound,
        Objects.requireNonNull(value),
        false,
        secret);
  }

  /** This option as one that must be given. */
  public Option<T> required() {
    return new Option<>(name, description, type, expected, reader, bound, null, true, secret);
  }

  /** This option as one whose value may be or hold a secret, as a URL may: no message shows it. */
  public Option<T> secret() {
    return new Option<>(
        name, description, type, expected, reader, bound, defaultValue, required, true);
  }

  /** The name: lower-case words with hyphens between them. */
  public String name() {
    return name;
  }

  /** What the option is for, in half a sentence. */
  public String description() {
    return description;
  }

  /** The type of its values. */
  public Class<T> type() {
    return type;
  }

  /** What a value must be, bounds included, in words: "a whole number from 1 to 100". */
  public String expected() {
    return expected;
  }

  /** The value that holds when none is given. */
  public Optional<T> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** The {@linkplain #defaultValue() default} as a text that {@link #parse} takes. */
  public Optional<String> defaultText() {
    return defaultValue()
        .map(value -> value instanceof Duration time ? text(time) : value.toString());
  }

  /** Whether it must be given. */
  public boolean isRequired() {
    return required;
  }

  /** Whether its value may be or hold a secret. */
  public boolean isSecret() {
    return secret;
  }

  /**
   * The value that a text stands for.
   *
   * @throws IllegalArgumentException if it stands for none; the message names the option and what
   *     was expected, and the text unless the option is {@linkplain #secret() secret}
   */
  public T parse(String text) {
    Function<String, T> read = reader;
    if (read == null) {
      throw new IllegalArgumentException("Option '" + name + "' takes " + expected
          + " from the program, and cannot be given as a text.");
    }
    T value;
    try {
      value = read.apply(text);
    } catch (IllegalArgumentException unreadable) {
      throw unexpected(text);
    }
    if (!bound.test(value)) {
      throw unexpected(text);
    }
    return value;
  }

  /**
   * A value that a program has given, if it is one of this option's.
   *
   * @throws IllegalArgumentException if it is of another type or out of bounds; the message names
   *     the option and what was expected
   */
  public T accept(Object value) {
    if (type.isInstance(value)) {
      T typed = Objects.requireNonNull(type.cast(value));
      if (bound.test(typed)) {
        return typed;
      }
    }
    throw new IllegalArgumentException("Option '" + name + "' must be " + expected
        + ", but is another " + value.getClass().getSimpleName() + ".");
  }

  private IllegalArgumentException unexpected(String text) {
    String seen = secret ? "a text of " + text.length() + " characters" : "'" + text + "'";
    return new IllegalArgumentException(
        "Option '" + name + "' must be " + expected + ", but is " + seen + ".");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Option<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "Option[" + name + "]";
  }
}
