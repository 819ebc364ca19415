package dev.coffer.storage;

import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which storage to open and how: the provider's id, its options, and what must be guaranteed.
 *
 * <p>An immutable value; each {@code with} makes a new one, where a later value replaces an earlier
 * one of the same name. Options are checked when the storage is opened, all at once. Thread-safe.
 */
public final class StorageOptions {

  /**
   * Whether a storage that is not there is made, with its keyring and master key file; false by
   * default.
   */
  public static final Option<Boolean> CREATE =
      Option.flag("create", "make the store if it is not there").withDefault(false);

  /**
   * The id of the sealer; {@code none} for clear text. By default the one sealer that is found;
   * what is kept in the memory of the process alone goes without, unless this option or one of the
   * sealer's is given.
   */
  public static final Option<String> ENCRYPTION =
      Option.text("encryption", "which sealer encrypts names and values, or none");

  private static final String PROPERTY_PREFIX = "coffer.";
  private static final String VARIABLE_PREFIX = "COFFER_";
  private static final String TEST_VARIABLE_PREFIX = "COFFER_TEST_";
  private static final String PROVIDER = "provider";
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Z0-9_]+");

  private final @Nullable String provider;
  private final Map<String, Given> given;
  private final InstantSource clock;
  private final ClassLoader classLoader;
  private final Set<Guarantee> required;

  /**
   * A value as it was given: a text to be parsed, or an object; and the name by which the giver
   * knows it.
   */
  private static final class Given {
    private final String origin;
    // Transient for libraries that write whatever fields an object has: it may be a password.
    private final transient @Nullable String text;
    private final transient @Nullable Object object;

    private Given(String origin, @Nullable String text, @Nullable Object object) {
      this.origin = origin;
      this.text = text;
      this.object = object;
    }
  }

  private StorageOptions(
      @Nullable String provider,
      Map<String, Given> given,
      InstantSource clock,
      ClassLoader classLoader,
      Set<Guarantee> required) {
    this.provider = provider;
    this.given = given;
    this.clock = clock;
    this.classLoader = classLoader;
    this.required = required;
  }

  private static StorageOptions initial(@Nullable String provider) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : StorageOptions.class.getClassLoader();
    return new StorageOptions(
        provider, Map.of(), InstantSource.system(), loader, EnumSet.noneOf(Guarantee.class));
  }

  /** The provider with this id. */
  public static StorageOptions of(String provider) {
    return initial(Objects.requireNonNull(provider, "provider"));
  }

  /** The one provider that is found; opening fails where there is none, or several. */
  public static StorageOptions discover() {
    return initial(null);
  }

  /**
   * From {@code coffer.provider} and {@code coffer.}<i>option</i>; other properties are not
   * Coffer's, and left alone.
   *
   * @throws StorageConfigurationException if one of Coffer's has a value that is no text
   */
  public static StorageOptions from(Properties properties) {
    Map<String, Given> found = new TreeMap<>();
    properties.forEach((property, value) -> {
      if (property instanceof String name
          && name.startsWith(PROPERTY_PREFIX)
          && !(value instanceof String)) {
        throw new StorageConfigurationException("Property '" + name + "' must be a text.");
      }
    });
    for (String property : properties.stringPropertyNames()) {
      if (property.startsWith(PROPERTY_PREFIX)) {
        String name = property.substring(PROPERTY_PREFIX.length());
        found.put(name, new Given(property, properties.getProperty(property), null));
      }
    }
    return from(found);
  }

  /**
   * From the environment: {@code COFFER_PROVIDER}, and {@code COFFER_}<i>OPTION</i> with {@code _}
   * for each hyphen. {@code COFFER_TEST_}… belongs to Coffer's own tests and is left alone.
   *
   * @throws StorageConfigurationException if a variable begins with {@code COFFER_} and goes on in
   *     small letters or signs, which would be taken for another one
   */
  public static StorageOptions fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static StorageOptions fromEnvironment(Map<String, String> environment) {
    Map<String, Given> found = new TreeMap<>();
    environment.forEach((variable, text) -> {
      if (variable.startsWith(VARIABLE_PREFIX) && !variable.startsWith(TEST_VARIABLE_PREFIX)) {
        String name = variable.substring(VARIABLE_PREFIX.length());
        if (!VARIABLE_NAME.matcher(name).matches()) {
          throw new StorageConfigurationException("Environment variable '" + variable
              + "' is none of Coffer's: they have capitals, digits and '_' alone.");
        }
        String option = name.toLowerCase(Locale.ROOT).replace('_', '-');
        found.put(option, new Given(variable, text, null));
      }
    });
    return from(found);
  }

  private static StorageOptions from(Map<String, Given> found) {
    Given provider = found.remove(PROVIDER);
    return initial(provider == null ? null : provider.text).withAll(found);
  }

  /** With the provider of another id; the options stay as they are. */
  public StorageOptions withProvider(String id) {
    return new StorageOptions(
        Objects.requireNonNull(id, "id"), given, clock, classLoader, required);
  }

  /** With an option by name and text. */
  public StorageOptions with(String name, String text) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
    return withAll(Map.of(name, new Given(name, text, null)));
  }

  /** With options by name and text. */
  public StorageOptions with(Map<String, String> texts) {
    Map<String, Given> more = new LinkedHashMap<>();
    texts.forEach((name, text) -> more.put(
        Objects.requireNonNull(name, "name"),
        new Given(name, Objects.requireNonNull(text, "text"), null)));
    return withAll(more);
  }

  /** With an option as a value. */
  public <T> StorageOptions with(Option<T> option, T value) {
    Object checked = option.type().cast(Objects.requireNonNull(value, "value"));
    return withAll(Map.of(option.name(), new Given(option.name(), null, checked)));
  }

  private StorageOptions withAll(Map<String, Given> more) {
    Map<String, Given> all = new LinkedHashMap<>(given);
    all.putAll(more);
    return new StorageOptions(provider, all, clock, classLoader, required);
  }

  /** With {@code clock} for the time, instead of the system's. */
  public StorageOptions clock(InstantSource clock) {
    return new StorageOptions(
        provider, given, Objects.requireNonNull(clock, "clock"), classLoader, required);
  }

  /**
   * With {@code loader} to find providers through, instead of the thread's context class loader at
   * the time these options were begun.
   */
  public StorageOptions classLoader(ClassLoader loader) {
    return new StorageOptions(
        provider, given, clock, Objects.requireNonNull(loader, "loader"), required);
  }

  /** With guarantees that the storage must give: opening fails where it does not. */
  public StorageOptions require(Guarantee... guarantees) {
    Set<Guarantee> all = EnumSet.noneOf(Guarantee.class);
    all.addAll(required);
    all.addAll(Arrays.asList(guarantees));
    return new StorageOptions(provider, given, clock, classLoader, all);
  }

  /**
   * Opens the backend alone, after the checks of {@link SecureStorage#open(StorageOptions)}: for
   * tools that work on records, as the administration of keys does. Applications open a storage.
   *
   * @throws StorageConfigurationException with all that is wrong with the options, at once
   * @throws StorageException as {@link SecureStorage#open(StorageOptions)} has it
   */
  public StorageBackend openBackend() {
    return new Opening(this).openBackend();
  }

  /** The provider's id; empty for {@link #discover()}. */
  public Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  /** The names of the options that were given, in alphabetical order. */
  public Set<String> names() {
    return new TreeSet<>(given.keySet());
  }

  /**
   * The value of an option: the given one, or its default; empty where there is neither.
   *
   * @throws StorageConfigurationException if the text that was given is none of its values
   */
  public <T> Optional<T> find(Option<T> option) {
    Given value = given.get(option.name());
    if (value == null) {
      return option.defaultValue();
    }
    try {
      return Optional.of(
          value.text == null
              ? option.accept(Objects.requireNonNull(value.object))
              : option.parse(value.text));
    } catch (IllegalArgumentException unexpected) {
      throw new StorageConfigurationException(String.valueOf(unexpected.getMessage()));
    }
  }

  /**
   * The value of an option that is required or has a default.
   *
   * @throws StorageConfigurationException if there is neither a value nor a default, or the text
   *     that was given is none of its values
   */
  public <T> T get(Option<T> option) {
    return find(option)
        .orElseThrow(
            () -> new StorageConfigurationException("Option '" + option.name() + "' is missing."));
  }

  /** The clock. */
  public InstantSource clock() {
    return clock;
  }

  /** The class loader through which providers are found. */
  public ClassLoader classLoader() {
    return classLoader;
  }

  /** What must be guaranteed. */
  public Set<Guarantee> required() {
    return Set.copyOf(required);
  }

  /**
   * How the giver named an option: the environment's variable, the property, or the option itself.
   */
  String origin(String name) {
    Given value = given.get(name);
    return value == null ? name : value.origin;
  }

  /** The provider and the names of the options; no values, for they may be secrets. */
  @Override
  public String toString() {
    return "StorageOptions[provider="
        + (provider == null ? "(discover)" : provider)
        + ", options="
        + names()
        + "]";
  }
}
