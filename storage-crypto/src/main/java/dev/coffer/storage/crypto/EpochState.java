package dev.coffer.storage.crypto;

import java.util.Optional;

/**
 * What the key of an epoch may do. A key goes down this list and never up, but for {@link #CLOSED},
 * which may be opened again.
 */
public enum EpochState {
  /**
   * Opens, and does not seal yet: every node gets to know the key before the first record has it.
   */
  PRE_ACTIVE(1, true),
  /** Seals and opens. Exactly one epoch is in this state. */
  PRIMARY(2, true),
  /** Opens what is still sealed with it. */
  DECRYPT_ONLY(3, true),
  /** Opens nothing; the key is kept, so that this can be undone. */
  CLOSED(4, false),
  /** Opens nothing; the key is gone, and its number stays so that it is not given again. */
  DESTROYED(5, false);

  private final int code;
  private final boolean opens;

  EpochState(int code, boolean opens) {
    this.code = code;
    this.opens = opens;
  }

  /** The number in the keyring's format. */
  int code() {
    return code;
  }

  /** Whether a key in this state opens records. */
  public boolean opens() {
    return opens;
  }

  /** Whether the keyring still holds a key in this state. */
  boolean hasKey() {
    return this != DESTROYED;
  }

  static Optional<EpochState> of(int code) {
    for (EpochState state : values()) {
      if (state.code == code) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
