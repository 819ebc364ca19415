package dev.coffer.storage.crypto;

import java.security.GeneralSecurityException;

/**
 * Says, in half a sentence that is safe to show, why a key service did not do what it was asked.
 */
final class KeyServiceException extends GeneralSecurityException {

  private static final long serialVersionUID = 1L;

  KeyServiceException(String why) {
    super(why);
  }
}
