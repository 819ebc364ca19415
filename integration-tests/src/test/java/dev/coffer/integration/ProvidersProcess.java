package dev.coffer.integration;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.ProviderCatalog;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Another JVM: prints the providers that it finds, whether they are in named modules, and that each
 * store it is given works.
 */
public final class ProvidersProcess {

  private ProvidersProcess() {}

  /** With a properties file for each store. */
  public static void main(String[] arguments) throws Exception {
    ProviderCatalog catalog = ProviderCatalog.of(ProvidersProcess.class.getClassLoader());
    catalog.broken().forEach(broken -> System.out.println("broken " + broken));
    Stream.concat(catalog.storages().stream(), catalog.sealers().stream())
        .map(found -> found.getClass().getName() + " module "
            + found.getClass().getModule().isNamed())
        .sorted()
        .forEach(System.out::println);
    for (String file : arguments) {
      Properties properties = new Properties();
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        properties.load(in);
      }
      try (SecureStorage storage = SecureStorage.open(StorageOptions.from(properties))) {
        storage.write("key", Secret.of("value"));
        System.out.println(properties.getProperty("coffer.provider") + " "
            + storage.read("key").isPresent());
      }
    }
  }
}
