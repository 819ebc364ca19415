package dev.coffer.storage;

import dev.coffer.storage.spi.StorageBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A sealed storage over a map, at a time that the test moves. */
final class TestStorage implements InstantSource {

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final MapBackend backend = new MapBackend();
  final JceSealer sealer = JceSealer.fixed();
  final SecureStorage storage = over(backend);
  private Instant now = START;

  SecureStorage over(StorageBackend other) {
    return SecureStorage.over(other).sealer(sealer).clock(this).build();
  }

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  static String text(Optional<Entry> entry) {
    return entry.map(Entry::value).map(Secret::revealString).orElse("(absent)");
  }

  /** All items of all pages, asked for with a list's first options and then by token. */
  static <T> List<T> all(Function<ListOption[], Page<T>> list, ListOption... options) {
    List<T> items = new ArrayList<>();
    Page<T> page = list.apply(options);
    items.addAll(page.items());
    while (page.next().isPresent()) {
      ListOption[] next = java.util.Arrays.copyOf(options, options.length + 1);
      next[options.length] = ListOption.after(page.next().get());
      page = list.apply(next);
      items.addAll(page.items());
    }
    return items;
  }
}
