package dev.coffer.storage.tck;

import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A provider for the kit to judge, and the rules that must find something. */
final class ProviderCandidate {

  /** Lays out a provider in a folder, and answers through what it is found. */
  interface Layout {
    ClassLoader in(Path folder) throws IOException;
  }

  private final String name;
  private final String id;
  private final Layout layout;
  private final Set<String> rules = new TreeSet<>();

  private ProviderCandidate(String name, String id, Layout layout, String... rules) {
    this.name = name;
    this.id = id;
    this.layout = layout;
    Arrays.stream(rules).forEach(some -> this.rules.addAll(List.of(some.split(" ", -1))));
  }

  /** One that no rule finds anything wrong with. */
  static ProviderCandidate correct(String name, Layout layout) {
    return new ProviderCandidate(name, "map", layout);
  }

  /** One that is wrong in the way that its name says, found by these rules and no others. */
  static ProviderCandidate broken(String name, Class<?> type, String... rules) {
    return broken(name, folder -> services(folder, type), rules);
  }

  /** Likewise, laid out in its own way. */
  static ProviderCandidate broken(String name, Layout layout, String... rules) {
    return new ProviderCandidate(name, "map", layout, rules);
  }

  /** This candidate, called by another id than {@code map}. */
  ProviderCandidate called(String other) {
    return new ProviderCandidate(name, other, layout, rules.toArray(new String[0]));
  }

  /** A loader that finds these classes of the tests as services. */
  static ClassLoader services(Path folder, Class<?>... types) throws IOException {
    name(folder, Arrays.stream(types).map(Class::getName).toArray(String[]::new));
    return loader(folder);
  }

  /** Names classes in a services file, and a sealer in another one. */
  static void name(Path folder, String... types) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
    Files.write(services.resolve(StorageProvider.class.getName()), List.of(types));
    Files.writeString(
        services.resolve(SealerProvider.class.getName()), FileKeySealerProvider.class.getName());
  }

  /** A loader over folders and jars. */
  static ClassLoader loader(Path... entries) throws IOException {
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = entries[i].toUri().toURL();
    }
    return new URLClassLoader(urls, ProviderCandidate.class.getClassLoader());
  }

  String id() {
    return id;
  }

  ClassLoader layOut(Path folder) throws IOException {
    return layout.in(folder);
  }

  Set<String> rules() {
    return rules;
  }

  @Override
  public String toString() {
    return name;
  }
}
