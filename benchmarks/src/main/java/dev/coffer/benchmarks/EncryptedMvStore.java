package dev.coffer.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore, encrypted by itself, committed and synced at each put. For one thread. */
final class EncryptedMvStore implements Store {

  private static final int ENTRIES_OF_A_COMMIT = 1_000;

  private final MVStore store;
  private final MVMap<String, byte[]> entries;

  private EncryptedMvStore(MVStore store) {
    this.store = store;
    this.entries = store.openMap("entries");
  }

  static EncryptedMvStore create(Path directory) {
    return new EncryptedMvStore(new MVStore.Builder()
        .fileName(directory.resolve("mvstore").toString())
        .encryptionKey(StandardCharsets.US_ASCII
            .decode(StandardCharsets.US_ASCII.encode("benchmark"))
            .array())
        .autoCommitDisabled()
        .open());
  }

  @Override
  public String name() {
    return "MVStore, encrypted";
  }

  @Override
  public void fill(int count) {
    Values values = new Values(0);
    for (int entry = 0; entry < count; entry++) {
      entries.put(JdbcFill.name(entry), values.next());
      if (entry % ENTRIES_OF_A_COMMIT == ENTRIES_OF_A_COMMIT - 1) {
        store.commit();
      }
    }
    store.commit();
  }

  @Override
  public void put(int entry, byte[] value) {
    entries.put(JdbcFill.name(entry), value);
    store.commit();
    store.sync();
  }

  @Override
  public void close() {
    store.close();
  }
}
