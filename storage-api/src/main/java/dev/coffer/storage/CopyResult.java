package dev.coffer.storage;

import java.util.List;

/**
 * What a copy came to, or what it would come to.
 *
 * <p>Immutable.
 */
public final class CopyResult {

  /** So many unreadable entries are kept; more are counted. */
  static final int MAX_UNREADABLE_KEPT = 1_000;

  private final long copied;
  private final long replaced;
  private final long same;
  private final List<UnreadableEntry> unreadable;
  private final long unreadableCount;
  private final CopyComparison.Difference difference;
  private final long unreadableInTarget;

  CopyResult(
      long copied,
      long replaced,
      long same,
      UnreadableEntries unreadable,
      CopyComparison.Difference difference,
      long unreadableInTarget) {
    this.copied = copied;
    this.replaced = replaced;
    this.same = same;
    this.unreadable = unreadable.first();
    this.unreadableCount = unreadable.count();
    this.difference = difference;
    this.unreadableInTarget = unreadableInTarget;
  }

  /** How many entries were written that the target did not have. */
  public long copied() {
    return copied;
  }

  /** How many were written in place of another value of the target's, or of a damaged one. */
  public long replaced() {
    return replaced;
  }

  /** How many were there already, as they are in the source. */
  public long same() {
    return same;
  }

  /**
   * Entries of the source that cannot be read, and so are not in the target: the first
   * {@value #MAX_UNREADABLE_KEPT} of them.
   */
  public List<UnreadableEntry> unreadable() {
    return unreadable;
  }

  /** How many entries of the source cannot be read, those of {@link #unreadable()} among them. */
  public long unreadableCount() {
    return unreadableCount;
  }

  /** How many entries that the source does not have were deleted from the target. */
  public long deleted() {
    return difference.deleted;
  }

  /** How many entries the target has that the source does not have, or has no longer. */
  public long others() {
    return difference.others;
  }

  /**
   * How many entries are not in the target, or of another version, though they were copied: one of
   * the two was written to meanwhile.
   */
  public long behind() {
    return difference.behind;
  }

  /** How many entries did not read back as they were written. */
  public long broken() {
    return difference.broken;
  }

  /**
   * How many entries the target has that cannot be read and are not known to be of the source, for
   * their names cannot be read either. A dry run does not look for them.
   */
  public long unreadableInTarget() {
    return unreadableInTarget;
  }

  /**
   * Whether the target has every entry of the source as it was read, reads it back so, and has no
   * others.
   */
  public boolean isComplete() {
    return unreadableCount == 0
        && others() == 0
        && behind() == 0
        && broken() == 0
        && unreadableInTarget == 0;
  }

  @Override
  public String toString() {
    return "CopyResult[copied=" + copied + ", replaced=" + replaced + ", same=" + same
        + ", deleted=" + deleted() + ", unreadable=" + unreadableCount + ", others=" + others()
        + ", behind=" + behind() + ", broken=" + broken() + ", unreadableInTarget="
        + unreadableInTarget + "]";
  }
}
