package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Entry;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageScope;
import java.util.HashMap;
import java.util.Map;

/**
 * An endless series of writes to a few keys of one scope, each known by its number, and what is
 * there after so many of them. Most replace a value, some remove one, some do several at once.
 */
final class Overwrites {

  private static final int KEYS = 5;
  private static final int VALUE_LENGTH = 1_200;

  private Overwrites() {}

  /** Makes the write of a number, from 0. */
  static void make(StorageScope scope, int number) {
    String key = key(number);
    switch (number % 7) {
      case 3 -> {
        Batch.Builder batch = Batch.builder();
        for (int other = 0; other < KEYS - 1; other++) {
          batch.write("key" + other, value("key" + other, number));
        }
        scope.apply(batch.build());
      }
      case 5 -> scope.delete(key);
      default -> scope.write(key, value(key, number));
    }
  }

  /** All values by key, after so many writes. */
  static Map<String, Secret> after(int writes) {
    Map<String, Secret> values = new HashMap<>();
    // All of them replace each other within so many.
    for (int number = Math.max(0, writes - 7 * KEYS * KEYS); number < writes; number++) {
      String key = key(number);
      switch (number % 7) {
        case 3 -> {
          for (int other = 0; other < KEYS - 1; other++) {
            values.put("key" + other, value("key" + other, number));
          }
        }
        case 5 -> values.remove(key);
        default -> values.put(key, value(key, number));
      }
    }
    return values;
  }

  /** All values by key, as they are there. */
  static Map<String, Secret> read(StorageScope scope) {
    Page<Entry> page = scope.readAll(ListOption.limit(2 * KEYS));
    assertThat(page.unreadable()).isEmpty();
    Map<String, Secret> values = new HashMap<>();
    page.items().forEach(entry -> values.put(entry.info().key(), entry.value()));
    return values;
  }

  private static String key(int number) {
    return "key" + number % KEYS;
  }

  private static Secret value(String key, int number) {
    String line = key + " by write " + number + ' ';
    return Secret.of(line.repeat(VALUE_LENGTH / line.length()));
  }
}
