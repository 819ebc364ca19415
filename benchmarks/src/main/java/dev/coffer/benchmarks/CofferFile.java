package dev.coffer.benchmarks;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import java.nio.file.Path;
import java.util.Map;

/**
 * Coffer's {@code encrypted-file} as an application has it: names digested, names and values
 * sealed, a hundred entries to a user. Thread-safe.
 */
final class CofferFile implements Store {

  private static final int ENTRIES_OF_A_USER = 100;

  private final SecureStorage storage;
  private final StorageScope[] users;

  private CofferFile(SecureStorage storage, int entries) {
    this.storage = storage;
    this.users = new StorageScope[(entries + ENTRIES_OF_A_USER - 1) / ENTRIES_OF_A_USER];
    for (int user = 0; user < users.length; user++) {
      users[user] = storage.scoped("tenant", "user" + user);
    }
  }

  /** Opens or makes the store in a directory, for entries below a number. */
  static CofferFile open(Path directory, int entries) {
    return new CofferFile(SecureStorage.open(options(directory).with("create", "true")), entries);
  }

  /** What it is opened with. */
  static StorageOptions options(Path directory) {
    return StorageOptions.of("encrypted-file")
        .with(Map.of(
            "path",
            path(directory).toString(),
            "master-key",
            "file:" + directory.resolve("coffer.key")));
  }

  /** The log. */
  static Path path(Path directory) {
    return directory.resolve("coffer");
  }

  @Override
  public String name() {
    return "Coffer";
  }

  @Override
  public void fill(int entries) {
    Values values = new Values(0);
    for (int from = 0; from < entries; from += ENTRIES_OF_A_USER) {
      Batch.Builder batch = Batch.builder();
      for (int entry = from; entry < Math.min(entries, from + ENTRIES_OF_A_USER); entry++) {
        batch.write(key(entry), Secret.of(values.next()));
      }
      user(from).apply(batch.build());
    }
  }

  @Override
  public void put(int entry, byte[] value) {
    user(entry).write(key(entry), Secret.of(value));
  }

  /** The value of an entry that is there. */
  byte[] get(int entry) {
    return user(entry).read(key(entry)).orElseThrow().value().revealBytes();
  }

  private StorageScope user(int entry) {
    return users[entry / ENTRIES_OF_A_USER];
  }

  private static String key(int entry) {
    return "token-" + entry % ENTRIES_OF_A_USER;
  }

  @Override
  public void close() {
    storage.close();
  }
}
