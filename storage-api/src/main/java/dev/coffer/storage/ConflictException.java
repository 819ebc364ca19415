package dev.coffer.storage;

/**
 * What is stored is not what the call expected, and nothing was changed: read again, and decide.
 */
public final class ConflictException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String key;

  ConflictException(String key) {
    this(key, "An entry is not as the call expected it, so nothing was changed; read it again.");
  }

  ConflictException(String key, String message) {
    super(message, null);
    this.key = key;
  }

  /**
   * The key of the entry, in the scope of the call; the first of them, where a batch has several;
   * empty for a copy. The message does not name it.
   */
  public String key() {
    return key;
  }
}
