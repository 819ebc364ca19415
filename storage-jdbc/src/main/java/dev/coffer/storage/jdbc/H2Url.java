package dev.coffer.storage.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A URL of H2, {@code jdbc:h2:}<i>place</i>{@code ;}<i>SETTING=value</i>…, taken apart as H2 does.
 * It may hold a password, and so has no {@code toString}.
 *
 * <p>Immutable and thread-safe.
 */
final class H2Url {

  private static final String PREFIX = "jdbc:h2:";

  private final String place;
  private final Map<String, String> settings;

  private H2Url(String place, Map<String, String> settings) {
    this.place = place;
    this.settings = settings;
  }

  static H2Url parse(String url) {
    String[] parts = url.substring(PREFIX.length()).split(";", -1);
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        settings.put(
            parts[i].substring(0, equals).toUpperCase(Locale.ROOT), parts[i].substring(equals + 1));
      }
    }
    return new H2Url(parts[0], settings);
  }

  /** The value of a setting, whose name is in capitals. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
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
    return problems;
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
