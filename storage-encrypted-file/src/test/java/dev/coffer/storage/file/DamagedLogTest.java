package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.UnreadableStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that was damaged or tampered with is not opened for writing, and not touched. */
@Tag("once")
class DamagedLogTest {

  @TempDir
  Path directory;

  private Path path;
  private byte[] whole;
  private byte[] header;
  private final List<byte[]> frames = new ArrayList<>();

  @BeforeEach
  void writeFourFrames() throws IOException {
    path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"), put(2, "other"));
      apply(log, put(1, "second"));
      apply(log, remove(2));
      apply(log, put(1, "fourth and longer than the tag of a sealed value"));
    }
    whole = Files.readAllBytes(path);
    frames.addAll(framesOf(path));
    header = Arrays.copyOf(whole, Logs.boundaries(path).get(0));
  }

  private static List<byte[]> framesOf(Path log) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    List<Integer> boundaries = Logs.boundaries(log);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 1; i < boundaries.size(); i++) {
      frames.add(Arrays.copyOfRange(bytes, boundaries.get(i - 1), boundaries.get(i)));
    }
    return frames;
  }

  @Test
  void aFlippedByteAnywhereIsRefused() throws IOException {
    for (int position = 0; position < whole.length; position++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        byte[] flipped = whole.clone();
        flipped[position] ^= (byte) flip;

        assertRefused("byte " + position + " XOR " + flip, flipped);
      }
    }
  }

  @Test
  void aMissingOrAddedByteIsRefused() throws IOException {
    int last = whole.length - frames.get(3).length;
    for (int position = 0; position < last; position += 5) {
      assertRefused("without byte " + position, without(whole, position));
      assertRefused("with a byte more at " + position, with(whole, position));
    }
  }

  /** What looks torn is not, where sound frames follow: they were begun after its sync. */
  @Test
  void aFrameInTheMiddleIsNeverTorn() throws IOException {
    Path large = Logs.create(directory, "large", 3);
    try (SharedLog log = Logs.open(large)) {
      apply(log, put(1, "x".repeat(3_000)));
      apply(log, put(2, "behind it"));
    }
    byte[] bytes = Files.readAllBytes(large);
    byte[] withLostSector = bytes.clone();
    Arrays.fill(withLostSector, 1_024, 1_536, (byte) 0);
    assertRefused("with a lost sector", withLostSector);

    assertRefused(
        "shortened",
        join(Arrays.copyOf(bytes, 1_024), Arrays.copyOfRange(bytes, 2_048, bytes.length)));
  }

  @Test
  void framesThatWereDroppedAreMissed() throws IOException {
    assertFramesRefused(0, 2, 3);
    assertFramesRefused(1, 2, 3);
    assertFramesRefused(3);
    assertFramesRefused(0, 1, 3);
  }

  @Test
  void framesThatWereRepeatedAreNoticed() throws IOException {
    assertFramesRefused(0, 0, 1, 2, 3);
    assertFramesRefused(0, 1, 2, 3, 3);
    assertFramesRefused(0, 1, 2, 3, 0);
  }

  @Test
  void framesThatWereReorderedAreNoticed() throws IOException {
    assertFramesRefused(1, 0, 2, 3);
    assertFramesRefused(0, 1, 3, 2);
    assertFramesRefused(3, 2, 1, 0);
  }

  @Test
  void aFrameOfAnotherLogIsNoticed() throws IOException {
    Path other = Logs.create(directory, "other", 2);
    try (SharedLog log = Logs.open(other)) {
      apply(log, put(1, "first"), put(2, "other"));
      apply(log, put(1, "second"));
      apply(log, remove(2));
      apply(log, put(1, "from elsewhere"));
    }
    List<byte[]> foreign = framesOf(other);

    assertRefused(
        "at the end", join(header, frames.get(0), frames.get(1), frames.get(2), foreign.get(3)));
    assertRefused(
        "in between", join(header, frames.get(0), foreign.get(1), frames.get(2), frames.get(3)));
    assertRefused("from the beginning", join(header, foreign.toArray(new byte[0][])));
  }

  @Test
  void aFrameThatWasAlteredWithItsChecksumsMadeRightIsNoticed() throws IOException {
    for (int number = 0; number < frames.size(); number++) {
      // Beyond the body's tags nothing in it goes without the MAC; those are the facade's to check.
      for (int position : new int[] {3, 4, 8, 12, 13, 20, 30, 40}) {
        if (number == 2 && position > 16) {
          continue; // A removal is shorter.
        }
        int at = position;
        assertForged(number, body -> body[at] ^= 1);
      }
    }
  }

  @Test
  void aForgedRemovalIsNoticed() throws IOException {
    byte[] forged = Batch.encode(List.of(remove(1)));
    FrameHead head = new FrameHead(forged.length, FrameHead.BATCH, 0, 5);

    assertRefused("a removal", join(whole, frame(head, forged)));
  }

  private void assertForged(int number, Consumer<byte[]> alteration) throws IOException {
    byte[] frame = frames.get(number);
    int bodyEnd = frame.length - Checksum.LENGTH - ChainMac.LENGTH;
    byte[] body = Arrays.copyOfRange(frame, FrameHead.LENGTH, bodyEnd);
    alteration.accept(body);
    byte[] altered = frame.clone();
    System.arraycopy(body, 0, altered, FrameHead.LENGTH, body.length);
    ByteBuffer.wrap(altered).putInt(bodyEnd, Checksum.of(body));
    List<byte[]> all = new ArrayList<>(frames);
    all.set(number, altered);
    assertRefused("frame " + number, join(header, all.toArray(new byte[0][])));
  }

  private static byte[] frame(FrameHead head, byte[] body) {
    return ByteBuffer.allocate(head.frameLength())
        .put(head.toBytes())
        .put(body)
        .putInt(Checksum.of(body))
        .put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
        .array();
  }

  private void assertFramesRefused(int... order) throws IOException {
    byte[][] picked = Arrays.stream(order).mapToObj(frames::get).toArray(byte[][]::new);
    assertRefused(Arrays.toString(order), join(header, picked));
  }

  private void assertRefused(String what, byte[] bytes) throws IOException {
    Files.write(path, bytes);
    assertThatExceptionOfType(UnreadableStoreException.class)
        .as(what)
        .isThrownBy(() -> Logs.open(path).close())
        .withMessageContaining(path.toString())
        .withMessageContaining("left as it is");
    assertThat(path).as(what).hasBinaryContent(bytes);
  }

  private static byte[] without(byte[] bytes, int position) {
    return join(
        Arrays.copyOf(bytes, position), Arrays.copyOfRange(bytes, position + 1, bytes.length));
  }

  private static byte[] with(byte[] bytes, int position) {
    return join(
        Arrays.copyOf(bytes, position),
        new byte[] {42},
        Arrays.copyOfRange(bytes, position, bytes.length));
  }

  private static byte[] join(byte[] first, byte[]... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    for (byte[] part : more) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
