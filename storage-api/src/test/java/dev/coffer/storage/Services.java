package dev.coffer.storage;

import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Providers for the tests, and class loaders through which just the named ones are found. */
final class Services {

  static final Option<String> URL =
      Option.text("url", "where the place is").required().secret();
  static final Option<Integer> SIZE = Option.integer("size", "how many", 1, 10).withDefault(5);
  static final Option<String> KEY =
      Option.text("master-key", "what opens the keys").required().secret();

  private Services() {}

  /** A loader that finds these classes, in this order, as services of either kind. */
  static ClassLoader loader(Path folder, String... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    List<String> sealers =
        Arrays.stream(classes).filter(name -> name.contains("Sealer")).toList();
    List<String> storages =
        Arrays.stream(classes).filter(name -> !name.contains("Sealer")).toList();
    Files.write(services.resolve(StorageProvider.class.getName()), storages);
    Files.write(services.resolve(SealerProvider.class.getName()), sealers);
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Services.class.getClassLoader());
  }

  /** A durable place that needs an url. */
  public static final class Durable implements StorageProvider {
    static final ThreadLocal<StorageOptions> opened = new ThreadLocal<>();
    static final ThreadLocal<MapBackend> backend = new ThreadLocal<>();

    @Override
    public String id() {
      return "durable";
    }

    @Override
    public Set<Option<?>> options() {
      return Set.of(URL, SIZE);
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.DURABLE);
    }

    @Override
    public List<String> problems(StorageOptions options) {
      return options.get(SIZE) == 3 ? List.of("Option 'size' must not be 3 here.") : List.of();
    }

    @Override
    public StorageBackend open(StorageOptions options) {
      opened.set(options);
      if (options.get(URL).contains("broken")) {
        throw new IllegalStateException("cannot open " + options.get(URL));
      }
      backend.set(new MapBackend(Guarantee.DURABLE));
      return backend.get();
    }
  }

  /** A place that keeps nothing. */
  public static class Fleeting implements StorageProvider {
    @Override
    public String id() {
      return "fleeting";
    }

    @Override
    public Set<Option<?>> options() {
      return Set.of();
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of();
    }

    @Override
    public boolean isVolatile() {
      return true;
    }

    @Override
    public StorageBackend open(StorageOptions options) {
      return new MapBackend();
    }
  }

  /** Another one of the same id. */
  public static final class FleetingToo extends Fleeting {}

  /** A place that seals by itself. */
  public static final class SelfSealing extends Fleeting {
    @Override
    public String id() {
      return "self-sealing";
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.DURABLE, Guarantee.ENCRYPTED);
    }
  }

  /** A place that promises nothing, and writes somewhere all the same. */
  public static final class Careless extends Fleeting {
    @Override
    public String id() {
      return "careless";
    }

    @Override
    public boolean isVolatile() {
      return false;
    }
  }

  /** A place that calls itself volatile, and is durable once it is open. */
  public static final class UnderReporting extends Fleeting {
    @Override
    public String id() {
      return "under-reporting";
    }

    @Override
    public StorageBackend open(StorageOptions options) {
      return new MapBackend(Guarantee.DURABLE);
    }
  }

  /** A provider that cannot say what it is. */
  public static final class Mute extends Fleeting {
    @Override
    public String id() {
      throw new IllegalStateException("canary");
    }
  }

  /** A provider that cannot be made. */
  public static final class Throwing extends Fleeting {
    /** Fails. */
    public Throwing() {
      throw new IllegalStateException("canary");
    }
  }

  /** A sealer that needs a key. */
  public static class KeySealer implements SealerProvider {
    @Override
    public String id() {
      return "key";
    }

    @Override
    public Set<Option<?>> options() {
      return Set.of(KEY);
    }

    @Override
    public RecordSealer open(StorageOptions options, StorageBackend backend) {
      if (options.get(KEY).contains("wrong")) {
        throw new KeyUnavailableException("The master key does not open the keyring.", null);
      }
      return JceSealer.fixed();
    }
  }

  /** Another sealer. */
  public static final class OtherSealer extends KeySealer {
    @Override
    public String id() {
      return "other";
    }
  }
}
