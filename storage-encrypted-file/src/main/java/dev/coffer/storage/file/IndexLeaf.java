package dev.coffer.storage.file;

import java.util.Arrays;

/**
 * A few ids in their order, and a place for each, packed into arrays: what all of them begin with
 * is there once. Immutable.
 */
final class IndexLeaf {

  /** Above this a leaf is split. */
  static final int MAX_SIZE = 32;

  private static final IndexLeaf EMPTY =
      new IndexLeaf(new byte[0], new byte[0], new short[0], new long[0]);

  /** What all ids begin with, or a part of it. */
  private final byte[] prefix;

  /** What follows it in each id, one behind the other. */
  private final byte[] rests;

  /** Where in {@link #rests} each ends, unsigned: so many ids of 512 bytes fit. */
  private final short[] ends;

  private final long[] places;

  private IndexLeaf(byte[] prefix, byte[] rests, short[] ends, long[] places) {
    this.prefix = prefix;
    this.rests = rests;
    this.ends = ends;
    this.places = places;
  }

  static IndexLeaf of(byte[] id, long place) {
    return new IndexLeaf(id, new byte[0], new short[1], new long[] {place});
  }

  static IndexLeaf empty() {
    return EMPTY;
  }

  int size() {
    return places.length;
  }

  long place(int index) {
    return places[index];
  }

  byte[] id(int index) {
    int from = begin(index);
    int length = end(index) - from;
    byte[] id = Arrays.copyOf(prefix, prefix.length + length);
    System.arraycopy(rests, from, id, prefix.length, length);
    return id;
  }

  private int begin(int index) {
    return index == 0 ? 0 : end(index - 1);
  }

  private int end(int index) {
    return Short.toUnsignedInt(ends[index]);
  }

  /** The index of an id, or {@code -1 - i} where it would be inserted at {@code i}. */
  int find(byte[] id) {
    int common = Math.min(prefix.length, id.length);
    int byPrefix = Arrays.compareUnsigned(id, 0, common, prefix, 0, common);
    if (byPrefix == 0 && id.length < prefix.length) {
      byPrefix = -1;
    }
    if (byPrefix != 0) {
      return byPrefix < 0 ? -1 : -1 - size();
    }
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(rests, begin(middle), end(middle), id, prefix.length, id.length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  IndexLeaf withPlace(int index, long place) {
    long[] changed = places.clone();
    changed[index] = place;
    return new IndexLeaf(prefix, rests, ends, changed);
  }

  IndexLeaf with(int index, byte[] id, long place) {
    if (size() == 0) {
      return of(id, place);
    }
    int common = Arrays.mismatch(prefix, id);
    IndexLeaf wide = common < 0 || common >= prefix.length ? this : withPrefix(common);
    return wide.inserted(index, id, place);
  }

  private IndexLeaf inserted(int index, byte[] id, long place) {
    int length = id.length - prefix.length;
    int from = begin(index);
    byte[] more = new byte[rests.length + length];
    System.arraycopy(rests, 0, more, 0, from);
    System.arraycopy(id, prefix.length, more, from, length);
    System.arraycopy(rests, from, more, from + length, rests.length - from);
    short[] moreEnds = new short[size() + 1];
    long[] morePlaces = new long[size() + 1];
    for (int i = 0; i < index; i++) {
      moreEnds[i] = ends[i];
    }
    moreEnds[index] = (short) (from + length);
    for (int i = index; i < size(); i++) {
      moreEnds[i + 1] = (short) (ends[i] + length);
    }
    System.arraycopy(places, 0, morePlaces, 0, index);
    morePlaces[index] = place;
    System.arraycopy(places, index, morePlaces, index + 1, size() - index);
    return new IndexLeaf(prefix, more, moreEnds, morePlaces);
  }

  IndexLeaf without(int index) {
    if (size() == 1) {
      return EMPTY;
    }
    int from = begin(index);
    int length = end(index) - from;
    byte[] fewer = new byte[rests.length - length];
    System.arraycopy(rests, 0, fewer, 0, from);
    System.arraycopy(rests, from + length, fewer, from, fewer.length - from);
    short[] fewerEnds = new short[size() - 1];
    long[] fewerPlaces = new long[size() - 1];
    for (int i = 0, to = 0; i < size(); i++) {
      if (i != index) {
        fewerEnds[to] = (short) (i < index ? ends[i] : ends[i] - length);
        fewerPlaces[to++] = places[i];
      }
    }
    return new IndexLeaf(prefix, fewer, fewerEnds, fewerPlaces);
  }

  /** The ids from one index to before another, with as long a prefix as they have. */
  IndexLeaf part(int from, int to) {
    byte[] first = id(from);
    byte[] last = id(to - 1);
    int common = Arrays.mismatch(first, last);
    IndexLeaf part = cut(from, to);
    return part.withPrefix(common < 0 ? first.length : common);
  }

  private IndexLeaf cut(int from, int to) {
    int begin = begin(from);
    short[] someEnds = new short[to - from];
    for (int i = from; i < to; i++) {
      someEnds[i - from] = (short) (ends[i] - begin);
    }
    return new IndexLeaf(
        prefix,
        Arrays.copyOfRange(rests, begin, end(to - 1)),
        someEnds,
        Arrays.copyOfRange(places, from, to));
  }

  /** The same, with a prefix of {@code length} bytes, which all ids have in common. */
  private IndexLeaf withPrefix(int length) {
    byte[] shared = Arrays.copyOf(id(0), length);
    int longer = prefix.length - length;
    byte[] newRests = new byte[rests.length + longer * size()];
    short[] newEnds = new short[size()];
    int at = 0;
    for (int i = 0; i < size(); i++) {
      byte[] id = id(i);
      System.arraycopy(id, length, newRests, at, id.length - length);
      at += id.length - length;
      newEnds[i] = (short) at;
    }
    return new IndexLeaf(shared, newRests, newEnds, places);
  }
}
