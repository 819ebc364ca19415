package dev.coffer.storage.crypto;

/**
 * A part of a keyring that a later release has added. One that is not critical is kept as it is by
 * releases that do not know it; a critical one they refuse.
 *
 * <p>Immutable; the body is shared and not to be changed.
 */
final class Extension {

  private final int type;
  private final int flags;
  private final byte[] body;

  Extension(int type, int flags, byte[] body) {
    this.type = type;
    this.flags = flags;
    this.body = body;
  }

  /** What it is, an unsigned number. */
  int type() {
    return type;
  }

  /** 0; or 1 for critical. Any other bit is critical too, to a release that does not know it. */
  int flags() {
    return flags;
  }

  byte[] body() {
    return body;
  }
}
