package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.UnreadableStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged store that is opened read-only: no value is wrong or old, and none seems absent. */
@Tag("once")
class SalvageTest {

  private static final int AT_ONCE = 8;

  @TempDir
  Path directory;

  private Path path;
  private FiveFrames store;

  @BeforeEach
  void create() throws IOException {
    path = directory.toRealPath().resolve("store");
    store = FiveFrames.create(path);
  }

  @Test
  void anIntactStoreIsReadWhole() throws IOException {
    assertThat(store.salvage("intact", store.whole())).isEmpty();
  }

  /** Of several stores at once, each with every so many bytes: a reader of damage looks again. */
  @Test
  void aFlippedByteSpoilsNoEntryButTheOneItHits() throws Exception {
    AtomicIntegerArray spoiled = new AtomicIntegerArray(2);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        FiveFrames each = FiveFrames.create(directory.toRealPath().resolve("store " + i));
        int first = each.headerLength() + i;
        all.add(() -> flipEach(each, first, spoiled));
      }
      for (Future<Boolean> each : threads.invokeAll(all)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(spoiled.get(1)).as("how often an entry was hit").isGreaterThan(spoiled.get(0));
  }

  private static boolean flipEach(FiveFrames store, int first, AtomicIntegerArray spoiled)
      throws IOException {
    byte[] whole = store.whole();
    for (int position = first; position < whole.length; position += AT_ONCE) {
      byte[] flipped = whole.clone();
      flipped[position] ^= (byte) (position / AT_ONCE % 2 == 0 ? 0x01 : 0xFF);

      Set<String> keys = store.salvage("byte " + position, flipped);

      assertThat(keys).as("byte %d", position).hasSizeLessThanOrEqualTo(1);
      spoiled.incrementAndGet(keys.size());
    }
    return true;
  }

  @Test
  void aStretchOfDamageShowsNothingWrongOrOld() throws IOException {
    byte[] whole = store.whole();
    int spoiled = 0;
    for (int from = store.headerLength(); from < whole.length; from += 32) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, from, Math.min(whole.length, from + 64), (byte) 'x');

      spoiled += store.salvage("64 bytes at " + from, damaged).size();
    }
    // Where it hits what was replaced or removed since, it spoils nothing.
    assertThat(spoiled).isGreaterThan(whole.length / 64);
  }

  @Test
  void framesThatWereDroppedRepeatedOrReorderedPutWhatIsOlderInDoubt() throws IOException {
    assertThat(store.salvage("first dropped", store.withFrames(1, 2, 3, 4))).contains("untouched");
    assertThat(store.salvage("replacement dropped", store.withFrames(0, 2, 3, 4)))
        .contains("replaced");
    assertThat(store.salvage("removal dropped", store.withFrames(0, 1, 3, 4))).contains("removed");
    assertThat(store.salvage("batch dropped", store.withFrames(0, 1, 2, 4))).contains("one", "two");
    assertThat(store.salvage("one repeated", store.withFrames(0, 1, 0, 2, 3, 4)))
        .contains("untouched", "replaced");
    assertThat(store.salvage("last repeated", store.withFrames(0, 1, 2, 3, 4, 4)))
        .isNotEmpty();
    assertThat(store.salvage("old one repeated", store.withFrames(0, 1, 2, 3, 4, 0)))
        .contains("replaced", "removed");
    assertThat(store.salvage("reordered", store.withFrames(0, 1, 2, 4, 3))).isNotEmpty();
    assertThat(store.salvage("backwards", store.withFrames(4, 3, 2, 1, 0))).isNotEmpty();
  }

  @Test
  void whatWasWrittenBehindALossIsRead() throws IOException {
    assertThat(store.salvage("replacement dropped", store.withFrames(0, 2, 3, 4)))
        .doesNotContain("last");
    byte[] altered = store.frame(1);
    Arrays.fill(altered, 30, 60, (byte) 0);
    assertThat(store.salvage(
            "replacement overwritten",
            store.with(store.frame(0), altered, store.frame(2), store.frame(3), store.frame(4))))
        .containsExactly("replaced", "untouched");
  }

  @Test
  void aFrameOfAnotherStoreSpoilsAndIsNotShown() throws IOException {
    FiveFrames other = FiveFrames.create(directory.toRealPath().resolve("other"));

    assertThat(store.salvage(
            "spliced in",
            store.with(
                store.frame(0),
                store.frame(1),
                other.frame(1),
                store.frame(2),
                store.frame(3),
                store.frame(4))))
        .doesNotContain("last");
  }

  /** A frame is behind a MAC that it continues: so was it once, and is no longer what holds. */
  @Test
  void anOldFrameThatIsRepeatedWithTheMacBeforeItIsNotShown() throws IOException {
    byte[] junk = {1, 2, 3, 4};
    for (int from = 0; from < 4; from++) {
      byte[] before = store.frame(from);
      byte[] mac = Arrays.copyOfRange(before, before.length - ChainMac.LENGTH, before.length);
      for (int to = from + 1; to <= 4; to++) {
        ByteArrayOutputStream damaged = new ByteArrayOutputStream();
        damaged.writeBytes(store.whole());
        damaged.writeBytes(junk);
        damaged.writeBytes(mac);
        for (int repeated = from + 1; repeated <= to; repeated++) {
          damaged.writeBytes(store.frame(repeated));
        }

        assertThat(
                store.salvage("repeated from " + (from + 1) + " to " + to, damaged.toByteArray()))
            .contains("replaced", "removed", "one", "two", "last", "untouched");
      }
    }
  }

  /** A store whose token was revoked by a removal, with the frame that wrote it put behind. */
  @Test
  void aRevokedValueDoesNotComeBackBehindALoss() throws IOException {
    Path other = directory.resolve("revoked");
    try (SecureStorage storage = Stores.create(other)) {
      storage.write("other", Secret.of("x"));
      storage.write("token", Secret.of("revoked"));
      storage.delete("token");
    }
    byte[] bytes = Files.readAllBytes(other);
    List<Integer> boundaries = Logs.boundaries(other);
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.writeBytes(bytes);
    damaged.writeBytes(new byte[] {1, 2, 3, 4});
    damaged.write(bytes, boundaries.get(1) - ChainMac.LENGTH, ChainMac.LENGTH);
    damaged.write(bytes, boundaries.get(1), boundaries.get(2) - boundaries.get(1));
    Files.write(other, damaged.toByteArray());

    try (SecureStorage storage = Stores.openReadOnly(other)) {
      assertThatExceptionOfType(UnreadableEntryException.class)
          .isThrownBy(() -> storage.read("token"));
    }
  }

  @Test
  void aForgedRemovalRemovesNothing() throws IOException {
    byte[] removal = store.frame(2);
    ByteBuffer head = ByteBuffer.wrap(removal);
    head.putLong(10, 6); // the sequence, with the checksum made right
    head.putInt(18, Checksum.of(removal, 18));

    assertThat(store.salvage(
            "a removal",
            store.with(
                store.frame(0),
                store.frame(1),
                store.frame(2),
                store.frame(3),
                store.frame(4),
                removal)))
        .isNotEmpty();
  }

  @Test
  void anAlteredLastFrameWithItsChecksumMadeRightIsInDoubt() throws IOException {
    byte[] last = store.frame(4);
    int bodyEnd = last.length - Checksum.LENGTH - ChainMac.LENGTH;
    for (int position : new int[] {27, 34, 60, 90, bodyEnd - 1}) {
      byte[] altered = last.clone();
      altered[position] ^= 1;
      byte[] body = Arrays.copyOfRange(altered, FrameHead.LENGTH, bodyEnd);
      ByteBuffer.wrap(altered).putInt(bodyEnd, Checksum.of(body));

      assertThat(store.salvage(
              "altered at " + position,
              store.with(store.frame(0), store.frame(1), store.frame(2), store.frame(3), altered)))
          .contains("last");
    }
  }

  @Test
  void aDamagedStoreIsRefusedForWriting() throws IOException {
    byte[] damaged = store.withFrames(0, 2, 3, 4);
    Files.write(path, damaged);

    assertThatExceptionOfType(UnreadableStoreException.class).isThrownBy(() -> Stores.open(path));
    assertThat(path).hasBinaryContent(damaged);
  }

  @Test
  void nothingIsWrittenToAStoreThatIsOpenForReading() throws IOException {
    byte[] whole = store.whole();
    for (byte[] bytes : new byte[][] {whole, store.withFrames(0, 2, 3, 4)}) {
      Files.write(path, bytes);
      try (SecureStorage storage = Stores.openReadOnly(path)) {
        StorageScope alice = FiveFrames.alice(storage);
        assertReadOnly(() -> alice.write("new", Secret.of("value")));
        assertReadOnly(() -> alice.delete("last"));
        assertReadOnly(alice::clear);
        assertReadOnly(() -> storage.purgeExpired(10));
        alice.list().unreadable().forEach(entry -> assertReadOnly(() -> alice.discard(entry)));
      }
      assertThat(path).hasBinaryContent(bytes);
    }
  }

  private static void assertReadOnly(Runnable call) {
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(call::run)
        .withMessageContaining("read-only")
        .satisfies(failure -> assertThat(failure.attempted()).isEmpty());
  }
}
