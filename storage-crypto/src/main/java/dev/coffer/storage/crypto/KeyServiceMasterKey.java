package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import dev.coffer.storage.KeyUnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A master key that never leaves its key service: the service is called to wrap the store's key,
 * and once for each opening to unwrap it. Its slots name it by its URI, in the open.
 */
final class KeyServiceMasterKey implements MasterKey {

  /** What key services take and give at most, and a slot too. */
  private static final int MAX_LENGTH = KeyringFormat.MAX_SLOT_FIELD;

  private final String uri;
  private volatile @Nullable Aead service;

  /** With the key at this URI, as a call to the service encrypts and decrypts with it. */
  KeyServiceMasterKey(String uri, Aead service) {
    this.uri = uri;
    this.service = service;
  }

  @Override
  public String source() {
    return uri;
  }

  @Override
  public int slotKind() {
    return Slot.KEY_SERVICE;
  }

  @Override
  public boolean opens(int slotKind) {
    return slotKind == Slot.KEY_SERVICE;
  }

  @Override
  public byte[] newSlotParameters() {
    return uri.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData) {
    byte[] wrapped = call("wrap", aead -> aead.encrypt(storeKey, associatedData));
    if (wrapped.length > MAX_LENGTH) {
      throw new KeyUnavailableException(
          "The key service has wrapped the store's key into " + wrapped.length + " bytes, at most "
              + MAX_LENGTH + " have a place in a slot: " + uri,
          null);
    }
    return wrapped;
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData)
      throws GeneralSecurityException {
    if (!Arrays.equals(parameters, newSlotParameters())) {
      throw new GeneralSecurityException("The slot is for another key of a key service.");
    }
    return call("unwrap", aead -> aead.decrypt(wrapped, associatedData));
  }

  /** One call to the service. */
  @FunctionalInterface
  private interface Call {
    byte[] to(Aead service) throws GeneralSecurityException;
  }

  private byte[] call(String what, Call call) {
    Aead open = service;
    if (open == null) {
      throw new IllegalStateException("The master key is closed.");
    }
    try {
      return call.to(open);
    } catch (KeyServiceException known) {
      throw failed(what, String.valueOf(known.getMessage()));
    } catch (GeneralSecurityException | RuntimeException | LinkageError unknown) {
      throw failed(what, kinds(unknown));
    }
  }

  private KeyUnavailableException failed(String what, String why) {
    return new KeyUnavailableException(
        "The key service did not " + what + " the store's key with " + uri + ": " + why
            + ". Either it cannot be reached, or this caller may not use the key, or the slot was"
            + " edited. Nothing was changed; open the store again when that is mended.",
        null);
  }

  /** The kinds of a failure and its causes: a client's messages may hold anything. */
  private static String kinds(Throwable failure) {
    StringBuilder kinds = new StringBuilder(failure.getClass().getName());
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 4; depth++) {
      kinds.append(", by ").append(cause.getClass().getName());
      cause = cause.getCause();
    }
    return kinds.toString();
  }

  @Override
  public void close() {
    service = null;
  }

  @Override
  public String toString() {
    return "MasterKey[" + uri + "]";
  }
}
