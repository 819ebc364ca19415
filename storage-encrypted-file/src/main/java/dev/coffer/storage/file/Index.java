package dev.coffer.storage.file;

import dev.coffer.storage.spi.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a log lie, by their ids in order, in memory: about 50 bytes for each. Who
 * has a snapshot sees one state, of whole batches; a later one changes nothing in it.
 *
 * <p>Snapshots are for every thread; edits are for one at a time.
 */
final class Index {

  private volatile Snapshot snapshot = new Snapshot(IndexNode.Leaf.EMPTY, 0, 0);

  Snapshot snapshot() {
    return snapshot;
  }

  /** Begins changes, which are seen when the edit is published, all at once. */
  Edit edit() {
    return new Edit(snapshot);
  }

  /** The places of all records at one moment. Immutable. */
  static final class Snapshot {

    private final IndexNode root;
    private final int count;
    private final long liveBytes;

    private Snapshot(IndexNode root, int count, long liveBytes) {
      this.root = root;
      this.count = count;
      this.liveBytes = liveBytes;
    }

    /** The place of the record with this id, or {@link Place#NONE}. */
    long find(RecordId id) {
      return root.find(id.toBytes());
    }

    /** Hands on ids and places in order, from {@code from} on. */
    void forEach(RecordId from, IndexNode.Visitor visitor) {
      root.forEach(from.toBytes(), visitor);
    }

    int count() {
      return count;
    }

    /** How many bytes of the log are the records that are here. */
    long liveBytes() {
      return liveBytes;
    }
  }

  /** Changes under way. Whoever edits is alone. */
  final class Edit {

    private IndexNode root;
    private int count;
    private long liveBytes;

    private Edit(Snapshot before) {
      this.root = before.root;
      this.count = before.count;
      this.liveBytes = before.liveBytes;
    }

    void put(byte[] id, long place) {
      root = IndexNode.Branch.above(root.with(id, place, this), this);
      count++;
      liveBytes += Place.length(place);
    }

    void remove(byte[] id) {
      @Nullable IndexNode rest = root.without(id, this);
      root = rest == null ? IndexNode.Leaf.EMPTY : rest;
    }

    /** Takes note of a place that an id no longer has. */
    void forget(long place) {
      count--;
      liveBytes -= Place.length(place);
    }

    /** Lets everybody see the changes; the edit is at its end. */
    void publish() {
      snapshot = new Snapshot(root, count, liveBytes);
    }
  }
}
