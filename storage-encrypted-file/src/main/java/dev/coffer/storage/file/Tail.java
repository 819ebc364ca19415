package dev.coffer.storage.file;

/** What was found behind the last frame that continues the chain, and where. Immutable. */
final class Tail {

  enum Kind {
    /** Nothing, or zeros that were never written to. */
    CLEAN,
    /** What an append leaves behind that was cut off before its sync, or that is under way. */
    TORN,
    /** What no append leaves behind. */
    DAMAGED
  }

  private final Kind kind;
  private final long offset;
  private final long bytes;
  private final String finding;

  private Tail(Kind kind, long offset, long bytes, String finding) {
    this.kind = kind;
    this.offset = offset;
    this.bytes = bytes;
    this.finding = finding;
  }

  static Tail clean(long offset) {
    return new Tail(Kind.CLEAN, offset, 0, "nothing follows");
  }

  static Tail torn(long offset, long bytes) {
    return new Tail(Kind.TORN, offset, bytes, "an append that was not finished");
  }

  /** With what is wrong, in half a sentence that goes on from "at offset 7:". */
  static Tail damaged(long offset, long bytes, String finding) {
    return new Tail(Kind.DAMAGED, offset, bytes, finding);
  }

  Kind kind() {
    return kind;
  }

  boolean isDamaged() {
    return kind == Kind.DAMAGED;
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
