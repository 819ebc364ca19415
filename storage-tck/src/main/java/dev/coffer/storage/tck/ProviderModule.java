package dev.coffer.storage.tck;

import dev.coffer.storage.spi.ProviderCatalog;
import dev.coffer.storage.spi.StorageProvider;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A provider's module in a layer with what it requires, each from the class path. The contract is
 * there once more, so that what is found is asked by reflection.
 */
final class ProviderModule {

  private final Class<?> catalogType;
  private final Object catalog;

  private ProviderModule(Class<?> catalogType, Object catalog) {
    this.catalogType = catalogType;
    this.catalog = catalog;
  }

  /**
   * Resolves a module, and looks for providers in its layer.
   *
   * @throws ReflectiveOperationException if the contract is not among what it requires
   * @throws FindException if something that it requires is not there
   */
  static ProviderModule of(ModuleReference module, List<Path> classPath)
      throws ReflectiveOperationException {
    String name = module.descriptor().name();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration resolved =
        boot.configuration().resolve(required(module, classPath), ModuleFinder.of(), Set.of(name));
    // What has no descriptor may use the class path.
    ModuleLayer layer =
        boot.defineModulesWithOneLoader(resolved, ClassLoader.getSystemClassLoader());
    ClassLoader loader = layer.findLoader(name);
    Class<?> type = Class.forName(ProviderCatalog.class.getName(), true, loader);
    return new ProviderModule(type, type.getMethod("of", ClassLoader.class).invoke(null, loader));
  }

  /**
   * Finds the module and all that it requires, at one remove or several. Others on the class path
   * stay out: many have no descriptor and would be made to fit together, which they need not. On
   * the module path, one without a descriptor is taken as it is there: it reads every module, and
   * so another of its own name.
   */
  private static ModuleFinder required(ModuleReference module, List<Path> classPath) {
    Map<String, ModuleReference> known = new LinkedHashMap<>();
    known.put(module.descriptor().name(), module);
    for (Path entry : classPath) {
      Origin.module(entry)
          .ifPresent(found -> known.putIfAbsent(found.descriptor().name(), found));
    }
    Map<String, ModuleReference> found = new TreeMap<>();
    Deque<ModuleReference> open = new ArrayDeque<>(List.of(module));
    while (!open.isEmpty()) {
      ModuleReference next = open.removeFirst();
      if (found.put(next.descriptor().name(), next) == null) {
        next.descriptor().requires().stream()
            .filter(requires ->
                !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(requires -> known.get(requires.name()))
            .filter(required -> required != null && !isAutomaticHere(required))
            .forEach(open::add);
      }
    }
    List<Path> paths = new ArrayList<>();
    found.values().forEach(each -> paths.add(Path.of(each.location().orElseThrow())));
    return ModuleFinder.of(paths.toArray(new Path[0]));
  }

  private static boolean isAutomaticHere(ModuleReference module) {
    return ModuleLayer.boot()
        .findModule(module.descriptor().name())
        .filter(here -> here.getDescriptor().isAutomatic())
        .isPresent();
  }

  /** What each provider that was found there says of itself. */
  List<Description> storages() throws ReflectiveOperationException {
    List<Description> storages = new ArrayList<>();
    for (Object provider : (Collection<?>) ask(catalogType, catalog, "storages")) {
      Class<?> service =
          Class.forName(StorageProvider.class.getName(), true, catalogType.getClassLoader());
      storages.add(new Description(
          provider.getClass().getName(),
          String.valueOf(ask(service, provider, "id")),
          Description.names((Collection<?>) ask(service, provider, "options")),
          Description.names((Collection<?>) ask(service, provider, "guarantees"))));
    }
    return storages;
  }

  /** Why others were not. */
  Collection<?> broken() throws ReflectiveOperationException {
    return (Collection<?>) ask(catalogType, catalog, "broken");
  }

  private static Object ask(Class<?> type, Object object, String method)
      throws ReflectiveOperationException {
    try {
      return type.getMethod(method).invoke(object);
    } catch (InvocationTargetException failure) {
      throw new AssertionError(
          "expected an answer from " + method + " in a module layer, seen " + failure.getCause(),
          failure.getCause());
    }
  }
}
