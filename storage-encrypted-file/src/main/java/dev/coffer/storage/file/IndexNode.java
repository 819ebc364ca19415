package dev.coffer.storage.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tree of ids and their places: leaves, and nodes that say which child an id is in. What one edit
 * has made it may change in place; to everybody else nodes never change, so that a root is a
 * picture of all there was at one moment, and costs nothing to keep.
 */
interface IndexNode {

  /** The place of an id, or {@link Place#NONE}. */
  long find(byte[] id);

  /**
   * The node with an id at a place: this one, or one or two in its place. The edit is told of the
   * place that the id had before.
   */
  IndexNode[] with(byte[] id, long place, Index.Edit edit);

  /** The node without an id, of whose place the edit is told; null if nothing is left. */
  @Nullable
  IndexNode without(byte[] id, Index.Edit edit);

  /** Hands ids on in their order, from an id or, where it is null, from the first. */
  boolean forEach(byte @Nullable [] from, Visitor visitor);

  byte[] first();

  byte[] last();

  /** Takes an id and its place; false to end. */
  interface Visitor {
    boolean at(byte[] id, long place);
  }

  /** The end of the tree: ids and places. Immutable. */
  final class Leaf implements IndexNode {

    static final Leaf EMPTY = new Leaf(IndexLeaf.empty());

    private final IndexLeaf ids;

    private Leaf(IndexLeaf ids) {
      this.ids = ids;
    }

    @Override
    public long find(byte[] id) {
      int index = ids.find(id);
      return index < 0 ? Place.NONE : ids.place(index);
    }

    @Override
    public IndexNode[] with(byte[] id, long place, Index.Edit edit) {
      int index = ids.find(id);
      if (index >= 0) {
        edit.forget(ids.place(index));
        return new IndexNode[] {new Leaf(ids.withPlace(index, place))};
      }
      int at = -1 - index;
      if (ids.size() < IndexLeaf.MAX_SIZE) {
        return new IndexNode[] {new Leaf(ids.with(at, id, place))};
      }
      if (at == ids.size()) {
        // In order, as a log that was written anew has them: leaves are left full.
        return new IndexNode[] {this, new Leaf(IndexLeaf.of(id, place))};
      }
      int half = ids.size() / 2;
      IndexLeaf left = ids.part(0, half);
      IndexLeaf right = ids.part(half, ids.size());
      return at <= half
          ? new IndexNode[] {new Leaf(left.with(at, id, place)), new Leaf(right)}
          : new IndexNode[] {new Leaf(left), new Leaf(right.with(at - half, id, place))};
    }

    @Override
    public @Nullable IndexNode without(byte[] id, Index.Edit edit) {
      int index = ids.find(id);
      if (index < 0) {
        return this;
      }
      edit.forget(ids.place(index));
      return ids.size() == 1 ? null : new Leaf(ids.without(index));
    }

    @Override
    public boolean forEach(byte @Nullable [] from, Visitor visitor) {
      int begin = from == null ? 0 : ids.find(from);
      for (int i = begin < 0 ? -1 - begin : begin; i < ids.size(); i++) {
        if (!visitor.at(ids.id(i), ids.place(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public byte[] first() {
      return ids.id(0);
    }

    @Override
    public byte[] last() {
      return ids.id(ids.size() - 1);
    }
  }

  /** A node above others. */
  final class Branch implements IndexNode {

    private static final int MAX_SIZE = 64;

    /** The edit that made this node, which alone may change it. */
    private final Index.Edit edit;

    private IndexNode[] children;

    /** What each child but the first begins at: not above its first id, above all before. */
    private byte[][] bounds;

    /** How many bytes all bounds begin with, and the heads of what follows in each. */
    private int common;

    private long[] heads;

    private Branch(Index.Edit edit, IndexNode[] children, byte[][] bounds) {
      this.edit = edit;
      this.children = children;
      this.bounds = bounds;
      this.common = common(bounds);
      this.heads = heads(bounds, common);
    }

    private Branch(Branch before, Index.Edit edit) {
      this.edit = edit;
      this.children = before.children.clone();
      this.bounds = before.bounds;
      this.common = before.common;
      this.heads = before.heads;
    }

    private static int common(byte[][] bounds) {
      if (bounds.length < 3) {
        return 0;
      }
      // They are in order: what the outer ones have in common, all have.
      return Arrays.mismatch(bounds[1], bounds[bounds.length - 1]);
    }

    private static long[] heads(byte[][] bounds, int common) {
      long[] heads = new long[bounds.length];
      for (int i = 1; i < heads.length; i++) {
        heads[i] = IndexHead.of(bounds[i], common);
      }
      return heads;
    }

    private void replace(IndexNode[] otherChildren, byte[][] otherBounds) {
      children = otherChildren;
      bounds = otherBounds;
      common = common(otherBounds);
      heads = heads(otherBounds, common);
    }

    static IndexNode above(IndexNode[] nodes, Index.Edit edit) {
      return nodes.length == 1
          ? nodes[0]
          : new Branch(edit, nodes, new byte[][] {{}, bound(nodes[0], nodes[1])});
    }

    /** The shortest that is above all of one node and not above any of the next. */
    private static byte[] bound(IndexNode left, IndexNode right) {
      byte[] first = right.first();
      int common = Arrays.mismatch(left.last(), first);
      return Arrays.copyOf(first, common + 1);
    }

    private int childOf(byte[] id) {
      int high = children.length - 1;
      if (common > 0) {
        int shared = Math.min(common, id.length);
        int order = Arrays.compareUnsigned(id, 0, shared, bounds[1], 0, common);
        if (order != 0) {
          return order < 0 ? 0 : high;
        }
      }
      long head = IndexHead.of(id, common);
      int low = 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = IndexHead.compare(heads[middle], head);
        if (order == 0) {
          order = Arrays.compareUnsigned(bounds[middle], id);
        }
        if (order <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }

    @Override
    public long find(byte[] id) {
      return children[childOf(id)].find(id);
    }

    @Override
    public IndexNode[] with(byte[] id, long place, Index.Edit by) {
      int index = childOf(id);
      IndexNode[] next = children[index].with(id, place, by);
      Branch changed = edit == by ? this : new Branch(this, by);
      changed.children[index] = next[0];
      if (next.length > 1) {
        changed.insert(index + 1, next[1], bound(next[0], next[1]));
      }
      return changed.children.length > MAX_SIZE
          ? changed.splitBehind(index + 1)
          : new IndexNode[] {changed};
    }

    private void insert(int index, IndexNode child, byte[] bound) {
      IndexNode[] more = Arrays.copyOf(children, children.length + 1);
      byte[][] moreBounds = Arrays.copyOf(bounds, more.length);
      System.arraycopy(children, index, more, index + 1, children.length - index);
      System.arraycopy(bounds, index, moreBounds, index + 1, bounds.length - index);
      more[index] = child;
      moreBounds[index] = bound;
      replace(more, moreBounds);
    }

    private IndexNode[] splitBehind(int inserted) {
      // As in a leaf: what comes in order leaves full nodes behind.
      int half = inserted == children.length - 1 ? inserted : children.length / 2;
      return new IndexNode[] {part(0, half), part(half, children.length)};
    }

    private Branch part(int from, int to) {
      return new Branch(
          edit, Arrays.copyOfRange(children, from, to), Arrays.copyOfRange(bounds, from, to));
    }

    @Override
    public @Nullable IndexNode without(byte[] id, Index.Edit by) {
      int index = childOf(id);
      IndexNode next = children[index].without(id, by);
      if (next == children[index]) {
        return this;
      }
      if (next == null && children.length == 1) {
        return null;
      }
      Branch changed = edit == by ? this : new Branch(this, by);
      if (next != null) {
        changed.children[index] = next;
      } else {
        changed.remove(index);
      }
      return changed;
    }

    private void remove(int index) {
      IndexNode[] fewer = new IndexNode[children.length - 1];
      byte[][] fewerBounds = new byte[fewer.length][];
      for (int i = 0, to = 0; i < children.length; i++) {
        if (i != index) {
          fewer[to] = children[i];
          fewerBounds[to++] = bounds[i];
        }
      }
      replace(fewer, fewerBounds);
    }

    @Override
    public boolean forEach(byte @Nullable [] from, Visitor visitor) {
      int begin = from == null ? 0 : childOf(from);
      for (int i = begin; i < children.length; i++) {
        if (!children[i].forEach(i == begin ? from : null, visitor)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public byte[] first() {
      return children[0].first();
    }

    @Override
    public byte[] last() {
      return children[children.length - 1].last();
    }
  }
}
