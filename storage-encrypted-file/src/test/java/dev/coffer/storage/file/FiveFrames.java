package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Entry;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.spi.StorageBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;

/** A store of five frames, to be damaged, and what must be true of it all the same. */
final class FiveFrames {

  private static final Map<String, String> EXPECTED = new TreeMap<>(Map.of(
      "untouched", "as it was", "replaced", "new", "one", "1", "two", "2", "last", "the last"));

  private final Path path;
  private final byte[] header;
  private final List<byte[]> frames = new ArrayList<>();

  private FiveFrames(Path path) throws IOException {
    this.path = path;
    byte[] bytes = Files.readAllBytes(path);
    List<Integer> boundaries = Logs.boundaries(path);
    this.header = Arrays.copyOf(bytes, boundaries.get(0));
    for (int i = 1; i < boundaries.size(); i++) {
      frames.add(Arrays.copyOfRange(bytes, boundaries.get(i - 1), boundaries.get(i)));
    }
  }

  static FiveFrames create(Path path) throws IOException {
    try (SecureStorage storage = Stores.create(path)) {
      StorageScope alice = alice(storage);
      alice.apply(Batch.builder()
          .write("untouched", Secret.of("as it was"))
          .write("removed", Secret.of("not to be seen again"))
          .write("replaced", Secret.of("old"))
          .build());
      alice.write("replaced", Secret.of("new"));
      alice.delete("removed");
      alice.apply(Batch.builder()
          .write("one", Secret.of("1"))
          .write("two", Secret.of("2"))
          .build());
      alice.write("last", Secret.of("the last"));
    }
    return new FiveFrames(path);
  }

  static StorageScope alice(SecureStorage storage) {
    return storage.scoped("tenant7", "alice");
  }

  int headerLength() {
    return header.length;
  }

  byte[] frame(int number) {
    return frames.get(number).clone();
  }

  byte[] whole() {
    return with(frames.toArray(new byte[0][]));
  }

  /** The log with these frames instead. */
  byte[] with(byte[]... instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    for (byte[] frame : instead) {
      out.writeBytes(frame);
    }
    return out.toByteArray();
  }

  byte[] withFrames(int... order) {
    return with(Arrays.stream(order).mapToObj(frames::get).toArray(byte[][]::new));
  }

  /**
   * Opens a damaged log read-only, and asserts that every entry is right or unreadable, in every
   * way to read it.
   *
   * @return the keys that are unreadable
   */
  Set<String> salvage(String what, byte[] damaged) throws IOException {
    Files.write(path, damaged);
    List<String> warnings = new ArrayList<>();
    StoreOpening opening = new StoreOpening(new LocalDisk(), warnings::add);
    StorageBackend backend = opening.open(Stores.options(path).with("read-only", "true"));
    try (SecureStorage storage = SecureStorage.over(backend).build()) {
      StorageScope alice = alice(storage);
      Set<String> spoiled = new TreeSet<>();
      for (String key : EXPECTED.keySet()) {
        if (isSpoiled(what, alice, key, Optional.ofNullable(EXPECTED.get(key)))) {
          spoiled.add(key);
        }
      }
      if (isSpoiled(what, alice, "removed", Optional.empty())) {
        spoiled.add("removed");
      }
      assertLists(what, alice, spoiled);
      assertThat(path).as(what).hasBinaryContent(damaged);
      if (!spoiled.isEmpty()) {
        assertThat(warnings)
            .as(what)
            .singleElement(InstanceOfAssertFactories.STRING)
            .contains(path.toString(), "at offset ");
      }
      return spoiled;
    }
  }

  private static boolean isSpoiled(
      String what, StorageScope alice, String key, Optional<String> expected) {
    try {
      assertThat(alice.read(key).map(entry -> entry.value().revealString()))
          .as("%s, %s", key, what)
          .isEqualTo(expected);
      return false;
    } catch (UnreadableEntryException spoiled) {
      return true;
    }
  }

  private static void assertLists(String what, StorageScope alice, Set<String> spoiled) {
    Page<EntryInfo> list = alice.list();
    Page<Entry> values = alice.readAll();
    Set<String> readable = new TreeSet<>(EXPECTED.keySet());
    readable.removeAll(spoiled);
    assertThat(values.items())
        .as("readAll, %s", what)
        .extracting(entry -> entry.info().key())
        .containsExactlyInAnyOrderElementsOf(readable);
    assertThat(values.items())
        .as("readAll, %s", what)
        .allSatisfy(entry -> assertThat(entry.value().revealString())
            .isEqualTo(EXPECTED.get(entry.info().key())));
    assertThat(list.items())
        .as("list, %s", what)
        .extracting(EntryInfo::key)
        .containsAll(readable)
        .isSubsetOf(EXPECTED.keySet());
    if (!spoiled.isEmpty()) {
      assertThat(values.unreadable()).as("readAll, %s", what).isNotEmpty();
    }
  }
}
