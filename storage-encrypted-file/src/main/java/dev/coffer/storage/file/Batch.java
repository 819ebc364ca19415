package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The body of a batch frame, {@code count u32, change*}, and where in it each change lies. */
final class Batch {

  private final ByteBuffer body;

  /** Where each change ends. */
  private final int[] ends;

  private Batch(ByteBuffer body, int[] ends) {
    this.body = body;
    this.ends = ends;
  }

  static byte[] encode(List<Change> changes) {
    int length = Integer.BYTES;
    for (Change change : changes) {
      length = Math.addExact(length, ChangeBytes.length(change));
    }
    ByteBuffer out = ByteBuffer.allocate(length).putInt(changes.size());
    changes.forEach(change -> ChangeBytes.encode(change, out));
    return out.array();
  }

  /** The batch of a body; empty if the body is none. Nothing larger than the body is allocated. */
  static Optional<Batch> decode(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer body = ByteBuffer.wrap(bytes);
    int count = body.getInt(0);
    int[] ends = new int[Math.max(0, Math.min(count, 16))];
    int at = Integer.BYTES;
    for (int i = 0; i < count; i++) {
      at = ChangeBytes.end(body, at);
      if (at < 0) {
        return Optional.empty();
      }
      if (i == ends.length) {
        ends = Arrays.copyOf(ends, Math.min(count, 2 * ends.length));
      }
      ends[i] = at;
    }
    boolean whole = count >= 0 && at == bytes.length;
    return whole ? Optional.of(new Batch(body, ends)) : Optional.empty();
  }

  int count() {
    return ends.length;
  }

  private int begin(int index) {
    return index == 0 ? Integer.BYTES : ends[index - 1];
  }

  /** The changes, in their order, without expectations. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      changes.add(ChangeBytes.decode(body, begin(i)));
    }
    return changes;
  }

  /** Makes the changes to an index, of the log in which the body lies at {@code offset}. */
  void applyTo(Index.Edit index, long offset) {
    for (int i = 0; i < count(); i++) {
      int begin = begin(i);
      byte[] id = ChangeBytes.id(body, begin);
      if (ChangeBytes.isPut(body, begin)) {
        index.put(id, Place.of(offset + begin, ends[i] - begin));
      } else {
        index.remove(id);
      }
    }
  }

  /** Which change the byte at {@code position} of the body belongs to; -1 for the count. */
  int changeAt(int position) {
    if (position < Integer.BYTES) {
      return -1;
    }
    int index = 0;
    while (ends[index] <= position) {
      index++;
    }
    return index;
  }

  /** Hands the sealed ranges of the body on, in their order. */
  void forEachSealed(SealedRange range) {
    for (int i = 0; i < count(); i++) {
      int begin = begin(i);
      if (ChangeBytes.isPut(body, begin)) {
        int nameEnd = ChangeBytes.nameEnd(body, begin);
        range.at(ChangeBytes.nameBegin(body, begin), nameEnd);
        range.at(nameEnd + Integer.BYTES, ends[i]);
      }
    }
  }

  /** Takes a range of a body, from a position to before another. */
  interface SealedRange {
    void at(int from, int to);
  }
}
