package dev.coffer.storage.file;

import java.util.Optional;

/** What was found behind the last frame that continues the chain, and where. Immutable. */
final class Tail {

  enum Kind {
    /** Nothing, or zeros that were never written to. */
    CLEAN,
    /** What an append leaves behind that was cut off before its sync, or that is under way. */
    TORN,
    /** A frame that lacks no more than bytes that are known: it can be made whole. */
    RESTORABLE,
    /** What no append leaves behind. */
    DAMAGED
  }

  private final Kind kind;
  private final long offset;
  private final long bytes;
  private final String finding;

  private final Optional<Frame> frame;

  private Tail(Kind kind, long offset, long bytes, String finding, Optional<Frame> frame) {
    this.frame = frame;
    this.kind = kind;
    this.offset = offset;
    this.bytes = bytes;
    this.finding = finding;
  }

  static Tail clean(long offset) {
    return new Tail(Kind.CLEAN, offset, 0, "nothing follows", Optional.empty());
  }

  static Tail torn(long offset, long bytes) {
    return new Tail(Kind.TORN, offset, bytes, "an append that was not finished", Optional.empty());
  }

  /** With what is wrong, in half a sentence that goes on from "at offset 7:". */
  static Tail damaged(long offset, long bytes, String finding) {
    return new Tail(Kind.DAMAGED, offset, bytes, finding, Optional.empty());
  }

  /** With the frame as it was written. */
  static Tail restorable(long offset, long bytes, Frame frame) {
    return new Tail(
        Kind.RESTORABLE,
        offset,
        bytes,
        "an append that lacks its first or last bytes, which are known",
        Optional.of(frame));
  }

  Kind kind() {
    return kind;
  }

  boolean isDamaged() {
    return kind == Kind.DAMAGED;
  }

  /** Whether it is more than what an append under way looks like. */
  boolean isMoreThanUnfinished() {
    return kind == Kind.DAMAGED || kind == Kind.RESTORABLE;
  }

  /** What was written, where that can be restored. */
  Optional<Frame> frame() {
    return frame;
  }

  /** Where the last frame that continues the chain ends. */
  long offset() {
    return offset;
  }

  /** How many bytes there are behind it, trailing zeros left out. */
  long bytes() {
    return bytes;
  }

  /** Where and what, without content. */
  @Override
  public String toString() {
    return "at offset " + offset + ": " + finding + " (" + bytes + " bytes)";
  }
}
