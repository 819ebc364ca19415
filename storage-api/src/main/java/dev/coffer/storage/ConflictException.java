package dev.coffer.storage;

/**
 * What is stored is not what the call expected, and nothing was changed: read again, and decide.
 */
public final class ConflictException extends StorageException {

  private static final long serialVersionUID = 1L;

  private final String key;

  ConflictException(String key) {
    super("An entry is not as the call expected it, so nothing was changed; read it again.", null);
    this.key = key;
  }

  /**
   * The key of the entry, in the scope of the call; the first of them, where a batch has several.
   * The message does not name it.
   */
  public String key() {
    return key;
  }
}
