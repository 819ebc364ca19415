package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider does with options, right ones and wrong ones, and what it says before opening.
 */
abstract class OptionRules extends Rules {

  /** No text is empty, no number, no time, no flag and no choice; objects take no text at all. */
  private static final String NO_VALUE = "";

  @Rule(
      id = "R-OPT-01",
      says = "an option that it does not know is refused and named",
      from = Contract.STORAGE_OPEN)
  void unknownOption(Bench bench) {
    StorageOptions options = create(bench);

    StorageConfigurationException refused = refused(options.with("no-such-option", "x"));

    names(refused, "no-such-option");
  }

  @Rule(
      id = "R-OPT-02",
      says = "all that is wrong with options is said at once",
      from = Contract.PROVIDER_PROBLEMS)
  void everyProblemAtOnce(Bench bench) {
    StorageOptions wrong = create(bench).with("no-such-option", "x").with("no-other-option", "x");
    List<String> expected = new ArrayList<>(List.of("no-such-option", "no-other-option"));
    for (Option<?> option : provider(wrong).options()) {
      wrong = wrong.with(option.name(), NO_VALUE);
      expected.add(option.name());
    }

    StorageConfigurationException refused = refused(wrong);

    names(refused, expected.toArray(new String[0]));
  }

  @Rule(
      id = "R-OPT-03",
      says = "a text that is none of an option's values is refused, with what is expected",
      from = Contract.OPTION)
  void noneOfItsValues(Bench bench) {
    StorageOptions options = create(bench);
    List<Option<?>> all = new ArrayList<>(provider(options).options());
    all.add(StorageOptions.CREATE);

    for (Option<?> option : all) {
      names(refused(options.with(option.name(), NO_VALUE)), option.name(), option.expected());
    }
  }

  @Rule(
      id = "R-OPT-04",
      says = "a place that is not there is refused without create, unless it would be volatile,"
          + " and leaves nothing",
      from = Contract.PROVIDER_OPEN)
  void missingPlace(Bench bench) throws IOException {
    StorageOptions options =
        StorageProviderContract.optionsOf(bench).with(StorageOptions.CREATE, false);

    if (provider(options).isVolatile()) {
      SecureStorage.open(options).close();
    } else {
      refused(options);
      Verify.thrown(
          StorageConfigurationException.class,
          "the provider without create",
          () -> NamedProvider.of(options).open().close());
    }

    Verify.equal(List.of(), bench.place().files(), "the files of the place");
  }

  @Rule(
      id = "R-OPT-05",
      says = "a place that is there is opened without create, and with it, as it is",
      from = Contract.PROVIDER_OPEN,
      needs = Guarantee.DURABLE)
  void existingPlace(Bench bench) {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    try (StorageBackend made = bench.open()) {
      put(made, record(entry(1), 1));
    }

    for (boolean create : new boolean[] {false, true}) {
      try (StorageBackend opened =
          NamedProvider.of(options.with(StorageOptions.CREATE, create)).open()) {
        Verify.holds(opened, record(entry(1), 1));
      }
    }
  }

  @Rule(
      id = "R-OPT-06",
      says = "each option has a name that no other has, and is described",
      from = Contract.PROVIDER_OPTIONS)
  void areDescribed(Bench bench) {
    Set<String> names = new TreeSet<>(
        List.of(StorageOptions.CREATE.name(), StorageOptions.ENCRYPTION.name(), "provider"));
    for (Option<?> option : provider(StorageProviderContract.optionsOf(bench)).options()) {
      Verify.that(names.add(option.name()), "a name that no other option has", option.name());
      Verify.that(
          !option.description().isBlank() && !option.description().contains("\n"),
          "half a sentence on option '" + option.name() + "'",
          "'" + option.description() + "'");
    }
  }

  @Rule(
      id = "R-OPT-07",
      says = "no message and no toString shows the value of an option that may be secret",
      from = Contract.CONFIGURATION)
  void showsNoSecret(Bench bench, Random random) {
    String canary = "canary" + HexFormat.of().toHexDigits(random.nextLong());
    for (Option<?> option : provider(create(bench)).options()) {
      if (option.isSecret()) {
        StorageOptions options = create(bench).with(option.name(), canary);
        hides(canary, options.toString());
        hides(canary, provider(options).toString());
        try (StorageBackend backend = NamedProvider.of(options).open()) {
          hides(canary, backend.toString());
        } catch (RuntimeException refused) {
          hides(canary, refused);
        }
      }
    }
  }

  @Rule(
      id = "R-OPT-08",
      says = "it can give what an open backend guarantees",
      from = Contract.PROVIDER_GUARANTEES)
  void coversTheBackend(Bench bench) {
    Set<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
    missing.addAll(bench.open().guarantees());
    missing.removeAll(provider(create(bench)).guarantees());

    Verify.equal(Set.of(), missing, "that the provider does not say");
  }

  @Rule(
      id = "R-OPT-09",
      says = "it can give ENCRYPTED exactly if its backends have a sealer of their own",
      from = Contract.PROVIDER_GUARANTEES)
  void encryptedIsSealed(Bench bench) {
    boolean encrypted = provider(create(bench)).guarantees().contains(Guarantee.ENCRYPTED);

    Verify.equal(encrypted, bench.open().sealer().isPresent(), "a sealer of the backend's own:");
  }

  @Rule(
      id = "R-OPT-10",
      says = "what is volatile is neither durable nor shared",
      from = Contract.PROVIDER_VOLATILE)
  void volatileIsNotDurable(Bench bench) {
    StorageProvider provider = provider(create(bench));
    Set<Guarantee> lasting = EnumSet.noneOf(Guarantee.class);
    lasting.addAll(provider.guarantees());
    lasting.addAll(bench.open().guarantees());
    lasting.remove(Guarantee.ENCRYPTED);

    Verify.that(
        !provider.isVolatile() || lasting.isEmpty(), "a volatile provider without more", lasting);
  }

  private static StorageOptions create(Bench bench) {
    return StorageProviderContract.optionsOf(bench).with(StorageOptions.CREATE, true);
  }

  private static StorageProvider provider(StorageOptions options) {
    return NamedProvider.of(options).provider();
  }

  private static StorageConfigurationException refused(StorageOptions options) {
    return Verify.thrown(
        StorageConfigurationException.class,
        "opening with " + options.names(),
        () -> SecureStorage.open(options).close());
  }

  private static void names(StorageConfigurationException refused, String... expected) {
    Arrays.stream(expected)
        .forEach(part -> Verify.that(
            refused.problems().stream().anyMatch(problem -> problem.contains(part)),
            "a problem with '" + part + "'",
            refused.problems()));
  }

  private static void hides(String canary, Throwable failure) {
    hides(canary, failure.toString());
    if (failure.getCause() != null) {
      hides(canary, failure.getCause());
    }
    Arrays.stream(failure.getSuppressed()).forEach(each -> hides(canary, each));
  }

  private static void hides(String canary, String text) {
    Verify.that(!text.contains(canary), "no secret option's value", text.replace(canary, "***"));
  }
}
