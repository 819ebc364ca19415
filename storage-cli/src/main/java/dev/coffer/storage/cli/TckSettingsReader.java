package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.tck.ProviderSettings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the arguments of {@code coffer tck}, and collects all that is wrong there. The user's own
 * storage is not looked at: neither the environment's settings nor a properties file counts, for
 * the kit writes and removes what it likes.
 */
final class TckSettingsReader {

  private static final String NONE = "none";

  private final TckArguments arguments;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  TckSettingsReader(TckArguments arguments, Map<String, String> environment) {
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * What to judge.
   *
   * @throws CommandFailure with all that is wrong
   */
  ProviderSettings read() {
    ProviderSettings settings = ProviderSettings.of(arguments.provider()).classPath(classPath());
    Map<String, String> options = new TreeMap<>();
    Set<String> secrets = settings.secretOptions();
    arguments.options().forEach(option -> option(option, options, secrets));
    arguments.variables().forEach(variable -> variable(variable, options));
    settings = settings.options(options);
    if (arguments.declared().isPresent()) {
      settings = settings.declared(guarantees(arguments.declared().get()));
    }
    if (problems.isEmpty()) {
      problems.addAll(settings.problems());
    }
    if (!problems.isEmpty()) {
      throw CommandFailure.configuration(problems);
    }
    return settings;
  }

  private void option(String option, Map<String, String> options, Set<String> secrets) {
    int equals = option.indexOf('=');
    if (equals < 1) {
      problems.add("An --option is name=value, but one has no '=' with a name before it.");
      return;
    }
    String name = option.substring(0, equals);
    String value = option.substring(equals + 1);
    if (secrets.contains(name) && !SecretText.isReference(name, value)) {
      problems.add("Option '" + name + "' may hold a secret, and other users can see arguments:"
          + " put it into an environment variable, and name that with --option-env.");
    }
    put(name, value, options);
  }

  private void variable(String text, Map<String, String> options) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.add("An --option-env is name=variable, but one has no '=' with a name before it.");
      return;
    }
    String variable = text.substring(equals + 1);
    String value = environment.get(variable);
    if (value == null || value.isEmpty() || Arguments.hasLost(value)) {
      problems.add("The variable for option '" + text.substring(0, equals)
          + "' is not set, or not in the locale's encoding.");
      return;
    }
    put(text.substring(0, equals), value, options);
  }

  private void put(String name, String value, Map<String, String> options) {
    if (name.equals("create")) {
      problems.add("The kit gives the option 'create' itself: leave it out.");
    }
    if (options.putIfAbsent(name, value) != null) {
      problems.add("Option '" + name + "' is given twice.");
    }
  }

  private List<Path> classPath() {
    List<Path> entries = new ArrayList<>();
    String text = arguments.classPath().orElse("");
    for (String entry : text.split(Pattern.quote(File.pathSeparator), -1)) {
      if (!entry.isEmpty()) {
        try {
          entries.add(Path.of(entry));
        } catch (InvalidPathException notAPath) {
          problems.add("The class path has an entry that is no path.");
        }
      }
    }
    entries.stream()
        .filter(Files::notExists)
        .forEach(
            missing -> problems.add("There is no '" + missing + "', which --class-path names."));
    return entries;
  }

  private Set<Guarantee> guarantees(String text) {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    if (text.equals(NONE)) {
      return guarantees;
    }
    for (String name : Arrays.asList(text.split(",", -1))) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "durable" -> guarantees.add(Guarantee.DURABLE);
        case "shared" -> guarantees.add(Guarantee.SHARED);
        default -> problems.add("--declare must be durable, shared, 'durable,shared' or none.");
      }
    }
    return guarantees;
  }
}
