package dev.coffer.benchmarks;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import java.util.ArrayList;
import java.util.List;

/** Coffer on a database server: names digested, names and values sealed, a hundred to a user. */
final class CofferServer implements ServerStore {

  private static final int ENTRIES_OF_A_USER = 100;

  private final String name;
  private final SecureStorage storage;
  private final List<StorageScope> users = new ArrayList<>();

  CofferServer(String name, StorageOptions options, int entries) {
    this.name = name;
    this.storage = SecureStorage.open(options);
    for (int user = 0; user < entries / ENTRIES_OF_A_USER; user++) {
      users.add(storage.scoped("tenant", "user" + user));
    }
  }

  SecureStorage storage() {
    return storage;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void fill(int entries) {
    Values values = new Values(0);
    for (int from = 0; from < entries; from += ENTRIES_OF_A_USER) {
      Batch.Builder batch = Batch.builder();
      for (int entry = from; entry < from + ENTRIES_OF_A_USER; entry++) {
        batch.write(key(entry), Secret.of(values.next()));
      }
      user(from).apply(batch.build());
    }
  }

  @Override
  public void put(int entry, byte[] value) {
    user(entry).write(key(entry), Secret.of(value));
  }

  @Override
  public byte[] get(int entry) {
    return user(entry).read(key(entry)).orElseThrow().value().revealBytes();
  }

  private StorageScope user(int entry) {
    return users.get(entry / ENTRIES_OF_A_USER);
  }

  private static String key(int entry) {
    return "token-" + entry % ENTRIES_OF_A_USER;
  }

  @Override
  public void close() {
    storage.close();
  }
}
