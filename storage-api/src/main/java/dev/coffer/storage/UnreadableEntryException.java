package dev.coffer.storage;

/**
 * An entry is there and cannot be trusted: it was edited, moved, damaged, or sealed with a key that
 * this store's keyring does not have. It stays as it is until it is written anew, deleted or
 * {@linkplain StorageScope#discard discarded}; the other entries are not touched by it.
 */
public final class UnreadableEntryException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final transient UnreadableEntry entry;

  UnreadableEntryException(UnreadableEntry entry) {
    super("An entry is there but cannot be read: " + entry.reason() + ".", null);
    this.entry = entry;
  }

  /** The entry, for {@link StorageScope#discard}. */
  public UnreadableEntry entry() {
    return entry;
  }
}
