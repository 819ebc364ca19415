package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.ProviderCandidate.broken;
import static dev.coffer.storage.tck.ProviderCandidate.correct;
import static dev.coffer.storage.tck.ProviderCandidate.services;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Providers that are found badly, and correct ones beside them. */
public final class BrokenLoadings {

  private static final String DESCRIPTOR = """
      module third.party {
        requires dev.coffer.storage;
        provides dev.coffer.storage.spi.StorageProvider with third.party.MapProvider;
      }
      """;

  private static final String ALL_OPTIONS =
      "R-OPT-01 R-OPT-02 R-OPT-03 R-OPT-04 R-OPT-06 R-OPT-07 R-OPT-08 R-OPT-09 R-OPT-10";

  static final List<ProviderCandidate> CORRECT = List.of(
      correct("correct", folder -> services(folder, MapProvider.class)),
      correct("correct, in a jar", Compiled::jar),
      correct(
          "correct, in a module",
          folder -> Compiled.module(folder, UnaryOperator.identity(), DESCRIPTOR)));

  static final List<ProviderCandidate> ALL = List.of(
      broken(
          "shares its id with another",
          folder -> services(folder, MapProvider.class, Twin.class),
          "R-LOAD-01 R-LOAD-03 R-LOAD-04 R-LOAD-05 R-LOAD-06 R-LOAD-07 R-LOAD-08 R-LOAD-09",
          ALL_OPTIONS,
          "R-KEY-01"),
      broken("has an id with a capital", Capital.class, "R-LOAD-02").called("Map"),
      broken("needs a context class loader", NeedsContext.class, "R-LOAD-03 R-LOAD-08"),
      broken("swallows the interrupt flag when made", Uninterrupted.class, "R-LOAD-03"),
      broken("says less from the third time on", Fickle.class, "R-LOAD-04"),
      broken(
          "comes from a jar without services",
          Compiled::jarWithoutServices,
          "R-LOAD-05 R-LOAD-06 R-LOAD-07"),
      broken(
          "comes from a module that does not provide it",
          folder -> Compiled.module(
              folder,
              UnaryOperator.identity(),
              "module third.party { requires dev.coffer.storage; }"),
          "R-LOAD-06 R-LOAD-07"),
      broken(
          "needs a module that its own does not require",
          folder -> Compiled.module(
              folder,
              text -> text.replace(
                  "return \"map\";",
                  "return java.util.logging.Level.ALL == null ? \"\" : \"map\";"),
              DESCRIPTOR),
          "R-LOAD-07"),
      broken("knows its class by the system's class loader", OfTheSystem.class, "R-LOAD-08"),
      broken("looks at all the others", LooksAround.class, "R-LOAD-09"));

  private BrokenLoadings() {}

  /** Another one of the same id. */
  public static final class Twin extends MapProvider {}

  /** One with an id that environment variables cannot tell from another. */
  public static final class Capital extends MapProvider {
    @Override
    public String id() {
      return "Map";
    }
  }

  /** One that finds itself through the thread that makes it. */
  public static final class NeedsContext extends MapProvider {
    /** Fails in threads of others. */
    public NeedsContext() throws ClassNotFoundException {
      Class.forName(
          MapProvider.class.getName(), true, Thread.currentThread().getContextClassLoader());
    }
  }

  /** One whose constructor is careless. */
  public static final class Uninterrupted extends MapProvider {
    /** Looks at the flag. */
    public Uninterrupted() {
      Thread.interrupted();
    }
  }

  /** One that changes its mind. */
  public static final class Fickle extends MapProvider {
    private int asked;

    @Override
    public Set<Guarantee> guarantees() {
      asked++;
      return asked < 3 ? super.guarantees() : Set.of(Guarantee.DURABLE);
    }
  }

  /** One that takes for granted that there is one class of its name. */
  public static final class OfTheSystem extends MapProvider {
    @Override
    public StorageBackend open(StorageOptions options) {
      try {
        Class<?> ours =
            Class.forName(getClass().getName(), true, ClassLoader.getSystemClassLoader());
        if (!ours.isInstance(this)) {
          throw new ClassCastException("another class of this name");
        }
      } catch (ClassNotFoundException missing) {
        throw new IllegalStateException(missing);
      }
      return super.open(options);
    }
  }

  /** One that fails with any other that fails. */
  public static final class LooksAround extends MapProvider {
    @Override
    public StorageBackend open(StorageOptions options) {
      ServiceLoader.load(StorageProvider.class).forEach(StorageProvider::id);
      return super.open(options);
    }
  }
}
