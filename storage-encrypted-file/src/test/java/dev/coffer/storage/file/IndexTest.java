package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.RecordId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The index against a map that does the same with objects. */
class IndexTest {

  private static final int STEPS = 40_000;

  private final Index index = new Index();
  private final TreeMap<RecordId, Long> expected = new TreeMap<>();

  private void put(RecordId id, long place) {
    Index.Edit edit = index.edit();
    edit.put(id.toBytes(), place);
    edit.publish();
    expected.put(id, place);
  }

  private void isAsExpected() {
    Index.Snapshot seen = index.snapshot();
    assertThat(all(seen, RecordId.of(new byte[0]))).isEqualTo(List.copyOf(expected.entrySet()));
    assertThat(seen.count()).isEqualTo(expected.size());
    assertThat(seen.liveBytes())
        .isEqualTo(expected.values().stream().mapToLong(Place::length).sum());
  }

  private static List<Map.Entry<RecordId, Long>> all(Index.Snapshot seen, RecordId from) {
    List<Map.Entry<RecordId, Long>> found = new ArrayList<>();
    seen.forEach(from, (id, place) -> found.add(Map.entry(RecordId.of(id), place)));
    return found;
  }

  /** Ids of all lengths, many of which begin as others do or are the beginning of others. */
  private static RecordId id(Random random) {
    byte[] id = new byte[random.nextInt(5) == 0 ? random.nextInt(200) : 4 + random.nextInt(4)];
    for (int i = 0; i < id.length; i++) {
      id[i] = (byte) (i < 3 ? random.nextInt(2) * 255 : random.nextInt(256));
    }
    return RecordId.of(id);
  }

  @Test
  void whatIsPutAndRemovedInAnyOrderIsFoundAndListedInOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 4; round++) {
      Index.Edit edit = index.edit();
      for (int i = 0; i < STEPS / 4; i++) {
        RecordId id = id(random);
        if (random.nextInt(3) == 0) {
          edit.remove(id.toBytes());
          expected.remove(id);
        } else {
          long place = Place.of(random.nextInt(1 << 30), 1 + random.nextInt(1 << 20));
          edit.put(id.toBytes(), place);
          expected.put(id, place);
        }
      }
      edit.publish();
      isAsExpected();
    }
    expected.forEach((id, place) -> assertThat(index.snapshot().find(id)).isEqualTo(place));
    for (int i = 0; i < 20; i++) {
      RecordId from = id(random);
      assertThat(index.snapshot().find(from)).isEqualTo(expected.getOrDefault(from, Place.NONE));
      assertThat(all(index.snapshot(), from))
          .isEqualTo(List.copyOf(expected.tailMap(from).entrySet()));
    }
  }

  @Test
  void whatComesInOrderIsThereAndCanBeRemovedToTheLast() {
    Index.Edit edit = index.edit();
    for (int i = 0; i < STEPS; i++) {
      edit.put(Logs.id(i).toBytes(), Place.of(i, 1));
      expected.put(Logs.id(i), Place.of(i, 1));
    }
    edit.publish();
    isAsExpected();

    edit = index.edit();
    for (int i = STEPS - 1; i >= 0; i--) {
      edit.remove(Logs.id(i).toBytes());
    }
    edit.publish();
    expected.clear();
    isAsExpected();

    put(Logs.id(1), Place.of(1, 1));
    isAsExpected();
  }

  @Test
  void aSnapshotStaysAsItWas() {
    for (int i = 0; i < 500; i++) {
      put(Logs.id(i), Place.of(i, 1));
    }
    Index.Snapshot before = index.snapshot();
    List<Map.Entry<RecordId, Long>> seen = all(before, Logs.id(0));

    Index.Edit edit = index.edit();
    for (int i = 0; i < 500; i += 2) {
      edit.put(Logs.id(i + 1).toBytes(), Place.of(9, 9));
      edit.put(Logs.id(1_000 + i).toBytes(), Place.of(9, 9));
      edit.remove(Logs.id(i).toBytes());
    }
    assertThat(all(before, Logs.id(0))).isEqualTo(seen);
    assertThat(index.snapshot()).isSameAs(before);
    edit.publish();

    assertThat(all(before, Logs.id(0))).isEqualTo(seen);
    assertThat(index.snapshot().count()).isEqualTo(500);
  }

  @Test
  void idsAsLongAsTheyMayBeAreKept() {
    for (int i = 0; i < 200; i++) {
      byte[] id = new byte[RecordId.MAX_LENGTH];
      Arrays.fill(id, (byte) i);
      put(RecordId.of(id), Place.of(i, i));
    }
    isAsExpected();
  }

  @Test
  void aPlaceHoldsTheLargestOffsetAndLength() {
    long place = Place.of(Place.MAX_OFFSET, FrameHead.MAX_BODY - 1);

    assertThat(Place.offset(place)).isEqualTo(Place.MAX_OFFSET);
    assertThat(Place.length(place)).isEqualTo(FrameHead.MAX_BODY - 1);
    assertThat(place).isNotEqualTo(Place.NONE);
  }
}
