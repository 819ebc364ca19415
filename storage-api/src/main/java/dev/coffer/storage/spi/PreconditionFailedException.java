package dev.coffer.storage.spi;

/**
 * Thrown by {@link StorageBackend#apply} when a change's expectation is not met; nothing has
 * changed then. The facade turns it into a {@link dev.coffer.storage.ConflictException}.
 */
public final class PreconditionFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int index;

  /** For the change at {@code index}, from 0, in the list that was applied. */
  public PreconditionFailedException(int index) {
    super("The change at index " + index + " was refused: what is there is not what it expects.");
    this.index = index;
  }

  /** Which change was refused, from 0; the first of them where there are several. */
  public int index() {
    return index;
  }
}
