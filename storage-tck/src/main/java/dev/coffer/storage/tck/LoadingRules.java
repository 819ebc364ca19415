package dev.coffer.storage.tck;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.lang.module.ModuleReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** How a provider is found, on a class path, in a module layer, and through other class loaders. */
abstract class LoadingRules extends Rules {

  private static final Pattern ID = Pattern.compile("[a-z0-9-]+");

  @Rule(id = "R-LOAD-01", says = "one provider is found by its id", from = Contract.PROVIDER)
  void isFound(Bench bench) {
    StorageOptions options = StorageProviderContract.optionsOf(bench);

    StorageProvider found = NamedProvider.of(options).provider();

    Verify.equal(NamedProvider.id(options), found.id(), "the id");
  }

  @Rule(
      id = "R-LOAD-02",
      says = "its id has small letters, digits and hyphens alone",
      from = Contract.PROVIDER_ID)
  void idHasItsShape(Bench bench) {
    String id = NamedProvider.id(StorageProviderContract.optionsOf(bench));

    Verify.that(ID.matcher(id).matches(), "an id of a-z, 0-9 and '-'", "'" + id + "'");
  }

  @Rule(
      id = "R-LOAD-03",
      says = "it is made by any thread at any time, whatever its context class loader",
      from = Contract.PROVIDER,
      races = true)
  void isMadeAnywhere(Bench bench) {
    StorageOptions options = StorageProviderContract.optionsOf(bench);

    Race.of(
        4,
        racer -> () -> within(ForeignLoader.EMPTY, () -> {
          Thread.currentThread().interrupt();
          StorageProvider made = NamedProvider.of(options).provider();
          Verify.that(Thread.interrupted(), "the interrupt flag to stay", "none");
          return made;
        }));
  }

  @Rule(
      id = "R-LOAD-04",
      says = "what it says of itself is the same at every call and for every instance",
      from = Contract.PROVIDER)
  void saysTheSame(Bench bench) {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    StorageProvider one = NamedProvider.of(options).provider();
    Description first = Description.of(one);
    boolean isVolatile = one.isVolatile();
    bench.open();

    StorageProvider other = NamedProvider.of(options).provider();

    Verify.equal(first, Description.of(one), "at a later call");
    Verify.equal(first, Description.of(other), "of another instance");
    Verify.equal(isVolatile, one.isVolatile(), "isVolatile at a later call");
    Verify.equal(isVolatile, other.isVolatile(), "isVolatile of another instance");
  }

  @Rule(
      id = "R-LOAD-05",
      says = "it is named by the services file of where its class comes from",
      from = Contract.PROVIDER)
  void isNamedByServices(Bench bench) throws IOException {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    StorageProvider provider = NamedProvider.of(options).provider();
    Origin origin = Origin.of(provider);

    Verify.that(
        origin.isNamedByServices(options.classLoader()),
        "META-INF/services/" + StorageProvider.class.getName() + " with a line "
            + provider.getClass().getName(),
        "none in " + origin.path());
  }

  @Rule(
      id = "R-LOAD-06",
      says = "where its class comes from a module, that one provides it",
      from = Contract.PROVIDER)
  void isProvidedByItsModule(Bench bench) {
    StorageProvider provider =
        NamedProvider.of(StorageProviderContract.optionsOf(bench)).provider();
    Origin origin = Origin.of(provider);

    origin
        .module()
        .ifPresent(module -> Verify.that(
            origin.isProvidedBy(module),
            "a module descriptor that provides the service with "
                + provider.getClass().getName(),
            module.descriptor().provides()));
  }

  @Rule(
      id = "R-LOAD-07",
      says = "where its class comes from a module, it is found in a layer with that module",
      from = Contract.CATALOG)
  void isFoundInALayer(Bench bench) throws IOException, ReflectiveOperationException {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    Description expected = Description.of(NamedProvider.of(options).provider());
    Optional<ModuleReference> module =
        Origin.of(NamedProvider.of(options).provider()).module();
    if (module.isEmpty()) {
      return;
    }

    ProviderModule found = ProviderModule.of(module.get(), Libraries.of(options.classLoader()));

    List<Description> seen = found.storages();
    Verify.that(
        seen.contains(expected),
        expected + " in the layer of module " + module.get().descriptor().name(),
        seen + ", broken " + found.broken());
  }

  @Rule(
      id = "R-LOAD-08",
      says = "it works through a foreign class loader, whatever the thread's own is",
      from = Contract.CATALOG)
  void worksInAForeignLoader(Bench bench) throws Exception {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    try (ForeignLoader foreign = new ForeignLoader(options.classLoader())) {
      StorageOptions there = options.classLoader(foreign);

      within(ForeignLoader.EMPTY, () -> {
        ClassLoader loader = NamedProvider.of(there).provider().getClass().getClassLoader();
        Verify.equal(foreign, loader, "a class of the loader");
        writesAndReads(there);
        return loader;
      });
    }
  }

  @Rule(
      id = "R-LOAD-09",
      says = "another provider that is broken does not hide it",
      from = Contract.CATALOG)
  void isNotHidden(Bench bench) throws Exception {
    StorageOptions options = StorageProviderContract.optionsOf(bench);
    Path folder = bench.newPlace().directory();
    Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
    Files.writeString(services.resolve(StorageProvider.class.getName()), "missing.Provider\n");
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, options.classLoader())) {
      Verify.that(
          !ProviderCatalog.of(loader).broken().isEmpty(), "a provider that is broken", "none");

      within(loader, () -> {
        writesAndReads(options.classLoader(loader));
        return loader;
      });
    }
  }

  private static void writesAndReads(StorageOptions options) {
    Secret value = Secret.of("value");
    try (SecureStorage storage = SecureStorage.open(options.with(StorageOptions.CREATE, true))) {
      storage.scoped("scope").write("key", value);
      Verify.equal(
          Optional.of(value),
          storage.scoped("scope").read("key").map(Entry::value),
          "what was written,");
    }
  }

  /** Calls the body in a thread with this context class loader. */
  private static <T> T within(ClassLoader context, Callable<T> body) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return body.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
