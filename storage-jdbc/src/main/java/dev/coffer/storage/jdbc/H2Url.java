package dev.coffer.storage.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL of H2, {@code jdbc:h2:}<i>place</i>{@code ;}<i>SETTING=value</i>…, taken apart as H2 does.
 * It may hold a password, and so has no {@code toString}.
 *
 * <p>Immutable and thread-safe.
 */
final class H2Url {

  private static final String PREFIX = "jdbc:h2:";

  /** The settings of what H2 writes about itself, to a file and to the console. */
  static final List<String> TRACES = List.of("TRACE_LEVEL_FILE", "TRACE_LEVEL_SYSTEM_OUT");

  /**
   * A prefix that names another file system than the plain one, as in {@code memFS:} and
   * {@code split:}.
   */
  static final Pattern OTHER_FILE_SYSTEM = Pattern.compile("(?!async:)[a-zA-Z]{2,19}:.*");

  private static final Pattern TRACE = Pattern.compile("(?i)TRACE_LEVEL");

  private final String place;
  private final Map<String, String> settings;

  private H2Url(String place, Map<String, String> settings) {
    this.place = place;
    this.settings = settings;
  }

  static H2Url parse(String url) {
    String rest = url.substring(PREFIX.length());
    int end = rest.indexOf(';');
    Map<String, String> settings = new LinkedHashMap<>();
    for (String part : end < 0 ? List.<String>of() : split(rest.substring(end + 1))) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        settings.put(
            part.substring(0, equals).toUpperCase(Locale.ROOT), part.substring(equals + 1));
      }
    }
    return new H2Url(end < 0 ? rest : rest.substring(0, end), settings);
  }

  /** By semicolons; a backslash takes the meaning from the character behind it. */
  private static List<String> split(String settings) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < settings.length(); i++) {
      char c = settings.charAt(i);
      if (c == ';') {
        parts.add(part.toString());
        part.setLength(0);
      } else if (c == '\\' && i < settings.length() - 1) {
        part.append(settings.charAt(++i));
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** The value of a setting, whose name is in capitals. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** Whether a server has the database, by the URL alone. */
  boolean isBehindServer() {
    return place.startsWith("tcp:") || place.startsWith("ssl:");
  }

  /** The database's file, if it is a plain one of this machine. */
  Optional<Path> file() {
    String path = place.replaceFirst("^(file:)?(async:)?", "");
    if (isBehindServer() || OTHER_FILE_SYSTEM.matcher(path).matches()) {
      return Optional.empty();
    }
    try {
      String home = System.getProperty("user.home", "");
      return Optional.of(
          Path.of((path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path)
              + ".mv.db"));
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /** What does not fit the other options, in sentences without a setting's value. */
  List<String> problems(boolean create) {
    List<String> problems = new ArrayList<>();
    if (place.isEmpty() || place.equals("mem:") || place.equals(".")) {
      problems.add(
          "The option 'url' names a database without a name, which each connection has for itself:"
              + " give it one, as in jdbc:h2:mem:tokens.");
    }
    if (!create && setting("IFEXISTS").isPresent() && !isTrue("IFEXISTS")) {
      problems.add(
          "The setting IFEXISTS of the option 'url' would make a database that is not there: leave it"
              + " out, or set create=true.");
    }
    if (TRACES.stream().anyMatch(this::tellsTooMuch)
        || setting("INIT").filter(sql -> TRACE.matcher(sql).find()).isPresent()) {
      problems.add(
          "The option 'url' sets a trace level at which H2 writes down the URL with its password, and"
              + " what is stored: leave out TRACE_LEVEL_FILE and TRACE_LEVEL_SYSTEM_OUT, or set them"
              + " to 0 or 1.");
    }
    return problems;
  }

  /** H2 takes an expression, too. */
  private boolean tellsTooMuch(String trace) {
    return setting(trace)
        .filter(level -> !level.equals("0") && !level.equals("1"))
        .isPresent();
  }

  private boolean isTrue(String name) {
    String value = settings.getOrDefault(name, "").toUpperCase(Locale.ROOT);
    return value.equals("TRUE")
        || value.equals("T")
        || value.equals("YES")
        || value.equals("Y")
        || value.equals("1");
  }
}
