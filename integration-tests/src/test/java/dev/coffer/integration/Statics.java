package dev.coffer.integration;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.file.EncryptedFileProvider;
import dev.coffer.storage.jdbc.JdbcProvider;
import dev.coffer.storage.memory.MemoryProvider;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * All that can be reached from the static fields of Coffer's own classes: what stays in the heap
 * whatever an application closes.
 */
final class Statics {

  private static final List<Class<?>> ONE_OF_EACH_MODULE = List.of(
      SecureStorage.class,
      MemoryProvider.class,
      Keyring.class,
      EncryptedFileProvider.class,
      JdbcProvider.class);

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Texts, and arrays of bytes and characters, each with the field that leads there. */
  final List<Found> found = new ArrayList<>();

  /** The classes that were looked at. */
  int classes;

  /**
   * What was found.
   *
   * @param field the static field from which it is reached
   */
  record Found(String field, Object value) {}

  static Statics walk() throws IOException, ReflectiveOperationException {
    Statics statics = new Statics();
    for (Class<?> one : ONE_OF_EACH_MODULE) {
      Path place = Jvm.jarOf(one);
      if (Files.isDirectory(place)) {
        statics.lookAt(place, one.getClassLoader());
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          statics.lookAt(jar.getPath("/"), one.getClassLoader());
        }
      }
    }
    return statics;
  }

  private void lookAt(Path root, ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names = files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && file.startsWith("dev"))
          .filter(file -> !file.endsWith("-info.class"))
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .toList();
    }
    for (String name : names) {
      Class<?> type = Class.forName(name, true, loader);
      classes++;
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          follow(name + "." + field.getName(), field.get(null));
        }
      }
    }
  }

  private void follow(String from, Object value) throws ReflectiveOperationException {
    if (value == null || !seen.add(value)) {
      return;
    }
    if (value instanceof String || value instanceof byte[] || value instanceof char[]) {
      found.add(new Found(from, value));
    } else if (value instanceof Object[] array) {
      for (Object each : array) {
        follow(from, each);
      }
    } else if (value.getClass().isArray()) {
      found.add(new Found(from, "numbers: " + Array.getLength(value)));
    } else if (value instanceof Map<?, ?> map) {
      follow(from, map.keySet().toArray());
      follow(from, map.values().toArray());
    } else if (value instanceof Iterable<?> several && !(value instanceof Path)) {
      for (Object each : several) {
        follow(from, each);
      }
    } else if (value instanceof Optional<?> perhaps) {
      follow(from, perhaps.orElse(null));
    } else if (value instanceof AtomicReference<?> reference) {
      follow(from, reference.get());
    } else if (value.getClass().getName().startsWith("dev.coffer.")) {
      for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          boolean ours = type.getName().startsWith("dev.coffer.");
          if (ours
              && !Modifier.isStatic(field.getModifiers())
              && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            follow(from, field.get(value));
          }
        }
      }
    }
  }
}
