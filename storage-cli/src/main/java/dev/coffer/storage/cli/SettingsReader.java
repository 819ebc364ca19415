package dev.coffer.storage.cli;

import dev.coffer.storage.spi.UserDirectories;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads what arguments, environment and properties file say about the storage, and collects all
 * that is wrong there. Options of values unknown are passed on: the storage judges them.
 */
final class SettingsReader {

  private static final String VARIABLE_PREFIX = "COFFER_";
  private static final String TEST_VARIABLE_PREFIX = "COFFER_TEST_";
  private static final String PROPERTY_PREFIX = "coffer.";
  private static final int MAX_FILE_BYTES = 64 * 1_024;

  private final Set<String> secretOptions;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** With the names of the options whose values may be secret. */
  SettingsReader(Set<String> secretOptions) {
    this.secretOptions = secretOptions;
  }

  /** All that was wrong, a sentence each. */
  List<String> problems() {
    return problems;
  }

  /** All that is not wrong but unwise, a sentence each. */
  List<String> warnings() {
    return warnings;
  }

  /** From {@code --provider} and each {@code --option name=value}. */
  Settings arguments(StorageArguments arguments) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> origins = new TreeMap<>();
    for (String option : arguments.options()) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        problems.add("An --option is name=value, but one has no '=' with a name before it.");
        continue;
      }
      String name = option.substring(0, equals);
      String value = option.substring(equals + 1);
      if (values.putIfAbsent(name, value) != null) {
        problems.add("Option '" + name + "' is given twice as an argument.");
      }
      if (secretOptions.contains(name) && !SecretText.isReference(name, value)) {
        problems.add("Option '" + name + "' may hold a secret, and other users can see arguments:"
            + " give it as " + variable(name) + " in the environment or as " + PROPERTY_PREFIX
            + name + " in the properties file.");
      }
      origins.put(name, "--option");
    }
    arguments.create().ifPresent(create -> {
      if (values.putIfAbsent("create", create) != null) {
        problems.add("Give either --create or the option 'create', not both.");
      }
      origins.put("create", "--create");
    });
    if (values.remove("provider") != null) {
      problems.add("The provider is given by --provider, not as an option.");
    }
    arguments.provider().ifPresent(provider -> values.put("provider", provider));
    origins.put("provider", "--provider");
    return Settings.of(values, origins);
  }

  /**
   * From the variables that begin with {@code COFFER_}, but for those that name one side of a copy;
   * an empty one is as good as none. Those that the user's folders come from must be sound as well.
   */
  Settings environment(Map<String, String> variables) {
    return environment(
        variables,
        VARIABLE_PREFIX,
        variable -> !variable.startsWith(TEST_VARIABLE_PREFIX)
            && Arrays.stream(CopySide.values())
                .noneMatch(side -> variable.startsWith(side.variablePrefix())));
  }

  /** The same of those that name one side of a copy. */
  Settings environment(Map<String, String> variables, CopySide side) {
    return environment(variables, side.variablePrefix(), variable -> true);
  }

  private Settings environment(
      Map<String, String> variables, String prefix, Predicate<String> meant) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> origins = new TreeMap<>();
    variables.forEach((variable, value) -> {
      boolean ours = variable.startsWith(prefix) && meant.test(variable);
      if ((ours || UserDirectories.VARIABLES.contains(variable)) && Arguments.hasLost(value)) {
        problems.add("The variable " + variable
            + " is not in the locale's encoding: a character of it was lost.");
      } else if (ours && !value.isEmpty()) {
        String name =
            variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        values.put(name, value);
        origins.put(name, variable);
      }
    });
    return Settings.of(values, origins);
  }

  private static String variable(String option) {
    return VARIABLE_PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** From the properties of a file that an option named, and so must be there. */
  Settings namedFile(String file, String option) {
    try {
      Path path = Path.of(file);
      if (Files.exists(path)) {
        return file(path);
      }
    } catch (InvalidPathException notAPath) {
      // No such file, then.
    }
    problems.add("There is no properties file '" + file + "', which " + option + " names.");
    return nothing();
  }

  /** From the properties of a file that need not be there. */
  Settings file(Path file) {
    Properties properties = new Properties();
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        problems.add("The properties file '" + file + "' has more than " + MAX_FILE_BYTES
            + " bytes: is it the right one?");
        return nothing();
      }
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    } catch (NoSuchFileException none) {
      return nothing();
    } catch (IOException unreadable) {
      problems.add("The properties file '" + file
          + "' cannot be read: it must be a file that you may read, in UTF-8.");
      return nothing();
    } catch (IllegalArgumentException malformed) {
      problems.add("The properties file '" + file + "' holds a malformed \\u escape.");
      return nothing();
    }
    return properties(file, properties);
  }

  private Settings properties(Path file, Properties properties) {
    Map<String, String> values = new TreeMap<>();
    Map<String, String> origins = new TreeMap<>();
    for (String property : properties.stringPropertyNames()) {
      if (property.startsWith(PROPERTY_PREFIX)) {
        String name = property.substring(PROPERTY_PREFIX.length());
        values.put(name, properties.getProperty(property));
        origins.put(name, property + " in " + file);
      }
    }
    if (values.isEmpty() && !properties.isEmpty()) {
      problems.add("The properties file '" + file + "' has no property that begins with '"
          + PROPERTY_PREFIX + "', and others are not read.");
    }
    warnOfReaders(file, values);
    return Settings.of(values, origins);
  }

  private void warnOfReaders(Path file, Map<String, String> values) {
    List<String> secrets = new ArrayList<>();
    values.forEach((name, value) -> {
      if (secretOptions.contains(name) && !SecretText.isReference(name, value)) {
        secrets.add("'" + name + "'");
      }
    });
    if (!secrets.isEmpty() && isReadableByOthers(file)) {
      warnings.add("The properties file '" + file + "' holds " + String.join(", ", secrets)
          + ", and others than its owner can read it: 'chmod 600' it.");
    }
  }

  /** Not so where it cannot be told. */
  private static boolean isReadableByOthers(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** From a source that is not there. */
  static Settings nothing() {
    return Settings.of(Map.of(), Map.of());
  }
}
