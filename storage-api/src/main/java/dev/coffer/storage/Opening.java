package dev.coffer.storage;

import dev.coffer.storage.spi.NearName;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Opens a storage from options: selects the provider and the sealer, checks every option, opens the
 * parts and has them assembled. All that is wrong with the options is reported at once, before
 * anything is opened.
 */
final class Opening {

  private static final String NO_ENCRYPTION = "none";

  private final StorageOptions options;
  private final ProviderCatalog catalog;
  private final List<String> problems = new ArrayList<>();

  Opening(StorageOptions options) {
    this.options = options;
    this.catalog = ProviderCatalog.of(options.classLoader());
  }

  SecureStorage open() {
    Optional<StorageProvider> found = selectStorage();
    Optional<SealerProvider> sealer = found.flatMap(this::selectSealer);
    requireSound(found, sealer);
    return open(found.orElseThrow(), sealer);
  }

  StorageBackend openBackend() {
    Optional<StorageProvider> found = selectStorage();
    requireSound(found, found.flatMap(this::selectSealer));
    return openBackend(found.orElseThrow());
  }

  private void requireSound(Optional<StorageProvider> found, Optional<SealerProvider> sealer) {
    found.ifPresent(provider -> check(provider, sealer));
    if (!problems.isEmpty()) {
      throw new StorageConfigurationException(problems);
    }
  }

  private GuardedBackend openBackend(StorageProvider provider) {
    return Failures.opening(
        "Provider '" + provider.id() + "'", () -> new GuardedBackend(provider.open(options)));
  }

  private SecureStorage open(StorageProvider provider, Optional<SealerProvider> sealer) {
    GuardedBackend backend = openBackend(provider);
    RecordSealer keys = null;
    try {
      keys = sealer.map(chosen -> openSealer(chosen, provider, backend)).orElse(null);
      boolean clearText = keys == null && mayBeClearText(provider, backend);
      SecureStorage storage = Assembly.of(backend, keys, clearText, options.clock());
      Set<Guarantee> missing = new TreeSet<>(options.required());
      if (sealsItself(provider)) {
        missing.add(Guarantee.ENCRYPTED);
      }
      missing.removeAll(storage.guarantees());
      if (!missing.isEmpty()) {
        throw new StorageConfigurationException(notGuaranteed(provider, missing));
      }
      return storage;
    } catch (RuntimeException | Error failure) {
      Failures.closeAfter(failure, keys);
      Failures.closeAfter(failure, backend);
      throw failure;
    }
  }

  /**
   * If the options ask for it, or nothing leaves the process: the open backend has the last word.
   */
  private boolean mayBeClearText(StorageProvider provider, StorageBackend backend) {
    return options.find(StorageOptions.ENCRYPTION).filter(NO_ENCRYPTION::equals).isPresent()
        || (provider.isVolatile() && !Assembly.outlivesProcess(backend.guarantees()));
  }

  private RecordSealer openSealer(
      SealerProvider sealer, StorageProvider provider, StorageBackend backend) {
    // What is volatile is always new: there is no old store that a wrong path could miss.
    StorageOptions sealing =
        provider.isVolatile() && !Assembly.outlivesProcess(backend.guarantees())
            ? options.with(StorageOptions.CREATE, true)
            : options;
    return Failures.opening("Sealer '" + sealer.id() + "'", () -> sealer.open(sealing, backend));
  }

  private Optional<StorageProvider> selectStorage() {
    return select(
        "provider", "provider", options.provider(), catalog.storages(), StorageProvider::id);
  }

  private Optional<SealerProvider> selectSealer(StorageProvider provider) {
    Optional<String> encryption = parsed(StorageOptions.ENCRYPTION);
    if (sealsItself(provider)) {
      encryption.ifPresent(given -> problems.add("Provider '"
          + provider.id()
          + "' always encrypts, in its own way: leave out the option '"
          + options.origin(StorageOptions.ENCRYPTION.name())
          + "'."));
      return Optional.empty();
    }
    if (encryption.isPresent()
        ? encryption.get().equals(NO_ENCRYPTION)
        : provider.isVolatile() && !isAnySealerOptionGiven()) {
      return Optional.empty();
    }
    return select(
        "sealer",
        StorageOptions.ENCRYPTION.name(),
        encryption,
        catalog.sealers(),
        SealerProvider::id);
  }

  private static boolean sealsItself(StorageProvider provider) {
    return provider.guarantees().contains(Guarantee.ENCRYPTED);
  }

  private boolean isAnySealerOptionGiven() {
    return catalog.sealers().stream()
        .flatMap(sealer -> sealer.options().stream())
        .anyMatch(option -> options.names().contains(option.name()));
  }

  private <P> Optional<P> select(
      String what, String option, Optional<String> id, List<P> found, Function<P, String> idOf) {
    List<P> fitting = found.stream()
        .filter(provider -> id.isEmpty() || id.get().equals(idOf.apply(provider)))
        .collect(Collectors.toList());
    if (fitting.size() == 1) {
      return Optional.of(fitting.get(0));
    }
    problems.add(
        notOne(what, option, id, fitting.isEmpty() ? found : fitting, fitting.isEmpty(), idOf));
    return Optional.empty();
  }

  private <P> String notOne(
      String what,
      String option,
      Optional<String> id,
      List<P> seen,
      boolean none,
      Function<P, String> idOf) {
    String list = seen.stream()
        .map(provider -> idOf.apply(provider) + " (" + provider.getClass().getName() + ")")
        .sorted()
        .collect(Collectors.joining(", "));
    String problem;
    if (id.isPresent() && none) {
      problem = "There is no " + what + " '" + id.get() + "'. Found: "
          + (list.isEmpty() ? "none" : list) + "."
          + NearName.question(id.get(), namesFor(option, seen, idOf));
    } else if (id.isPresent()) {
      problem = "Several are called " + what + " '" + id.get() + "': " + list
          + ". Leave one of them out of the class path.";
    } else if (none) {
      problem =
          "No " + what + " was found. Put a module that has one on the class path or module path.";
    } else {
      problem = "Several were found and none was chosen by '" + option + "': " + list + ".";
    }
    if (catalog.broken().isEmpty()) {
      return problem;
    }
    return problem + " Broken: " + String.join("; ", catalog.broken()) + ".";
  }

  /** What can be said for an option that selects one of these. */
  private static <P> List<String> namesFor(String option, List<P> seen, Function<P, String> idOf) {
    List<String> names = new ArrayList<>();
    seen.forEach(provider -> names.add(idOf.apply(provider)));
    if (option.equals(StorageOptions.ENCRYPTION.name())) {
      names.add(NO_ENCRYPTION);
    }
    return names;
  }

  private void check(StorageProvider provider, Optional<SealerProvider> sealer) {
    Set<Option<?>> known = new LinkedHashSet<>(provider.options());
    sealer.ifPresent(chosen -> known.addAll(chosen.options()));
    known.add(StorageOptions.CREATE);
    known.add(StorageOptions.ENCRYPTION);
    known.forEach(this::checkValue);
    options.names().stream()
        .filter(name -> known.stream().noneMatch(option -> option.name().equals(name)))
        .forEach(name -> problems.add(unknown(name, provider, known)));
    checkCombination(() -> provider.problems(options));
    sealer.ifPresent(chosen -> checkCombination(() -> chosen.problems(options)));
    checkGuarantees(provider, sealer);
  }

  /**
   * Combinations of values that cannot be read themselves are passed over: those are said already.
   */
  private void checkCombination(Supplier<List<String>> check) {
    try {
      problems.addAll(check.get());
    } catch (StorageConfigurationException unreadableValue) {
      unreadableValue.problems().stream()
          .filter(problem -> !problems.contains(problem))
          .forEach(problems::add);
    }
  }

  private void checkValue(Option<?> option) {
    if (option.isRequired() && !options.names().contains(option.name())) {
      problems.add("Option '" + option.name() + "' is missing: " + option.description() + ", "
          + option.expected() + ".");
    } else if (!option.equals(StorageOptions.ENCRYPTION)) {
      parsed(option);
    }
  }

  private String unknown(String name, StorageProvider provider, Set<Option<?>> known) {
    boolean sealing = catalog.sealers().stream()
        .flatMap(sealer -> sealer.options().stream())
        .anyMatch(option -> option.name().equals(name));
    if (sealing) {
      return "Option '" + options.origin(name)
          + "' is for encryption, which encryption=none switches off.";
    }
    List<String> names = known.stream().map(Option::name).sorted().toList();
    return "Option '" + options.origin(name) + "' is unknown; provider '" + provider.id() + "' has "
        + String.join(", ", names) + "." + NearName.question(name, names);
  }

  private void checkGuarantees(StorageProvider provider, Optional<SealerProvider> sealer) {
    Set<Guarantee> missing = new TreeSet<>(options.required());
    missing.removeAll(provider.guarantees());
    if (sealer.isPresent()) {
      missing.remove(Guarantee.ENCRYPTED);
    }
    if (!missing.isEmpty()) {
      problems.add(notGuaranteed(provider, missing));
    }
  }

  private static String notGuaranteed(StorageProvider provider, Set<Guarantee> missing) {
    return "Provider '" + provider.id() + "' does not guarantee " + missing
        + " with these options, as is required.";
  }

  private <T> Optional<T> parsed(Option<T> option) {
    try {
      return options.find(option);
    } catch (StorageConfigurationException unexpected) {
      problems.addAll(unexpected.problems());
      return Optional.empty();
    }
  }
}
