package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageProvider;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which provider {@link ChosenProvider} judges and with which options: an immutable value, that
 * goes to other processes as properties. Options' values may contain <code>{directory}</code> and
 * <code>{place}</code>, for the directory and the name of each place.
 */
public final class ProviderSettings {

  private static final String PREFIX = "coffer.tck.chosen.";
  private static final String PROVIDER = PREFIX + "provider";
  private static final String OPTION = PREFIX + "option.";
  private static final String DECLARED = PREFIX + "declared";
  private static final String CLASS_PATH = PREFIX + "class-path";

  private static final String DIRECTORY = "{directory}";
  private static final String PLACE = "{place}";
  private static final String MASTER_KEY = "master-key";

  private final String provider;
  private final Map<String, String> options;
  private final @Nullable Set<Guarantee> declared;
  private final List<Path> classPath;
  private final ClassLoader loader;

  private ProviderSettings(
      String provider,
      Map<String, String> options,
      @Nullable Set<Guarantee> declared,
      List<Path> classPath) {
    this.provider = provider;
    this.options = Map.copyOf(options);
    this.declared = declared;
    this.classPath = List.copyOf(classPath);
    this.loader = loader(this.classPath);
  }

  /** The provider with this id and no options, which promises what it says. */
  public static ProviderSettings of(String provider) {
    return new ProviderSettings(provider, Map.of(), null, List.of());
  }

  /** With options by name and text. */
  public ProviderSettings options(Map<String, String> texts) {
    return new ProviderSettings(provider, texts, declared, classPath);
  }

  /** With these guarantees declared, whatever the provider says. */
  public ProviderSettings declared(Set<Guarantee> guarantees) {
    return new ProviderSettings(provider, options, Set.copyOf(guarantees), classPath);
  }

  /** With jars and folders to find providers in, beside those of this process. */
  public ProviderSettings classPath(List<Path> entries) {
    return new ProviderSettings(provider, options, declared, entries);
  }

  /**
   * All that is wrong with them, which would fail every rule: the provider is not found, or an
   * option is missing, unknown or none of its values.
   */
  public List<String> problems() {
    Place nowhere = Place.create("problems");
    try {
      NamedProvider found = NamedProvider.of(at(nowhere).with(StorageOptions.CREATE, true));
      List<String> problems = new ArrayList<>(found.problems());
      boolean apart = texts(found.provider()).entrySet().stream()
          .filter(option -> !option.getKey().equals(MASTER_KEY))
          .anyMatch(option ->
              option.getValue().contains(DIRECTORY) || option.getValue().contains(PLACE));
      if (problems.isEmpty() && !apart && !found.provider().isVolatile()) {
        problems.add("All places would be the same, since no option contains " + DIRECTORY + " or "
            + PLACE + ". A provider that keeps nothing says so by isVolatile().");
      }
      return problems;
    } catch (StorageConfigurationException wrong) {
      return wrong.problems();
    } finally {
      nowhere.remove();
    }
  }

  /** The names of the options that may be secrets, of any provider or sealer that is found. */
  public Set<String> secretOptions() {
    ProviderCatalog catalog = ProviderCatalog.of(loader);
    return Stream.concat(
            catalog.storages().stream().map(StorageProvider::options),
            catalog.sealers().stream().map(SealerProvider::options))
        .flatMap(Set::stream)
        .filter(Option::isSecret)
        .map(Option::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As properties, with the options' values among them. */
  public Map<String, String> toProperties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(PROVIDER, provider);
    options.forEach((name, text) -> properties.put(OPTION + name, text));
    if (declared != null) {
      properties.put(
          DECLARED, declared.stream().map(Guarantee::name).collect(Collectors.joining(",")));
    }
    properties.put(
        CLASS_PATH,
        classPath.stream()
            .map(entry -> entry.toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    return properties;
  }

  /** From properties, other ones among them. */
  static ProviderSettings from(Properties properties) {
    String provider = properties.getProperty(PROVIDER);
    if (provider == null) {
      throw new IllegalStateException("The property " + PROVIDER + " names no provider.");
    }
    Map<String, String> options = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(OPTION)) {
        options.put(name.substring(OPTION.length()), properties.getProperty(name));
      }
    }
    ProviderSettings settings = of(provider)
        .options(options)
        .classPath(parts(properties.getProperty(CLASS_PATH), File.pathSeparator).stream()
            .map(Path::of)
            .toList());
    String declared = properties.getProperty(DECLARED);
    return declared == null
        ? settings
        : settings.declared(parts(declared, ",").stream()
            .map(Guarantee::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Guarantee.class))));
  }

  private static List<String> parts(@Nullable String text, String separator) {
    return text == null || text.isEmpty()
        ? List.of()
        : Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  /** The provider's id. */
  String provider() {
    return provider;
  }

  /** What is declared; empty for what the provider says. */
  Optional<Set<Guarantee>> declared() {
    return Optional.ofNullable(declared);
  }

  /** The options for a place. */
  StorageOptions at(Place place) {
    StorageOptions found = StorageOptions.of(provider).classLoader(loader);
    Map<String, String> here = new TreeMap<>();
    texts(NamedProvider.of(found).provider())
        .forEach((name, text) -> here.put(
            name,
            text.replace(DIRECTORY, place.directory().toString()).replace(PLACE, place.name())));
    return found.with(here);
  }

  /** In each process one, so that a provider has one class there. */
  private static ClassLoader loader(List<Path> classPath) {
    ClassLoader own = ProviderSettings.class.getClassLoader();
    if (classPath.isEmpty()) {
      return own;
    }
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = classPath.get(i).toUri().toURL();
      } catch (MalformedURLException noUrl) {
        throw new IllegalStateException(noUrl);
      }
    }
    return new URLClassLoader(urls, own);
  }

  /**
   * The options with those that need not be given: a required path lies in the place's directory,
   * and so does the file of a master key that is needed.
   */
  private Map<String, String> texts(StorageProvider found) {
    Map<String, String> texts = new TreeMap<>(options);
    for (Option<?> option : found.options()) {
      if (option.isRequired() && option.type() == Path.class) {
        texts.putIfAbsent(option.name(), DIRECTORY + "/" + option.name());
      }
    }
    if (needsMasterKey(found)) {
      texts.putIfAbsent(MASTER_KEY, "file:" + DIRECTORY + "/master.key");
    }
    return texts;
  }

  private boolean needsMasterKey(StorageProvider found) {
    boolean own = found.options().stream().anyMatch(option -> option.name().equals(MASTER_KEY));
    if (own || found.isVolatile() || sealsItself(found) || isInClearText()) {
      return own;
    }
    return ProviderCatalog.of(loader).sealers().stream()
        .flatMap(sealer -> sealer.options().stream())
        .anyMatch(option -> option.name().equals(MASTER_KEY));
  }

  private static boolean sealsItself(StorageProvider found) {
    return found.guarantees().contains(Guarantee.ENCRYPTED);
  }

  private boolean isInClearText() {
    return "none".equals(options.get(StorageOptions.ENCRYPTION.name()));
  }

  /** The provider and the names of the options; values may be secrets. */
  @Override
  public String toString() {
    return "ProviderSettings[provider=" + provider + ", options=" + options.keySet() + "]";
  }
}
