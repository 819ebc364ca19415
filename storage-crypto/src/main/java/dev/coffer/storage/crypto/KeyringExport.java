package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The bytes of an exported keyring, format 1: the keyring as the store has it, and the store's key
 * wrapped once more, by a recovery passphrase. {@code docs/format-keyring.md} is the specification.
 *
 * <p>Immutable; arrays are shared and not to be changed.
 */
final class KeyringExport {

  /** The most bytes that an export has. */
  static final int MAX_LENGTH = KeyringFormat.MAX_LENGTH + 2 * KeyringFormat.MAX_SLOT_FIELD + 64;

  private static final byte[] MAGIC = "COFFERKX".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LABEL = "coffer/export/v1".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int HEAD_LENGTH = MAGIC.length + 2 + 2;
  private static final int CHECKSUM_LENGTH = 4;

  private final int kind;
  private final byte[] parameters;
  private final byte[] wrapped;
  private final byte[] keyring;

  private KeyringExport(int kind, byte[] parameters, byte[] wrapped, byte[] keyring) {
    this.kind = kind;
    this.parameters = parameters;
    this.wrapped = wrapped;
    this.keyring = keyring;
  }

  /** Of a keyring, for a recovery key. */
  static KeyringExport of(Keyring keyring, MasterKey recovery) {
    int kind = recovery.slotKind();
    byte[] parameters = recovery.newSlotParameters();
    byte[] binding = binding(keyring.storeId(), kind, parameters);
    return new KeyringExport(
        kind,
        parameters,
        keyring.storeKey().wrappedBy(recovery, parameters, binding),
        keyring.toBytes());
  }

  /** What the wrapped key is bound to; the keyring's own MAC does the rest. */
  private static byte[] binding(byte[] storeId, int kind, byte[] parameters) {
    return ByteBuffer.allocate(LABEL.length + storeId.length + 2 + 4 + parameters.length)
        .put(LABEL)
        .put(storeId)
        .putShort((short) kind)
        .putInt(parameters.length)
        .put(parameters)
        .array();
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(HEAD_LENGTH
            + 2
            + 3 * 4
            + parameters.length
            + wrapped.length
            + keyring.length
            + CHECKSUM_LENGTH)
        .put(MAGIC)
        .putShort((short) FORMAT)
        .putShort((short) 0)
        .putShort((short) kind)
        .putInt(parameters.length)
        .put(parameters)
        .putInt(wrapped.length)
        .put(wrapped)
        .putInt(keyring.length)
        .put(keyring);
    return out.putInt(checksum(out.array(), out.position())).array();
  }

  /**
   * Reads an export, before its key is known.
   *
   * @throws KeyUnavailableException if it is none, damaged, or of another format
   */
  static KeyringExport read(byte[] bytes) {
    int end = bytes.length - CHECKSUM_LENGTH;
    if (bytes.length > MAX_LENGTH
        || end < HEAD_LENGTH
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refused("it is another kind of file");
    }
    ByteBuffer head = ByteBuffer.wrap(bytes).position(MAGIC.length);
    int format = Short.toUnsignedInt(head.getShort());
    int flags = Short.toUnsignedInt(head.getShort());
    if (format != FORMAT || flags != 0) {
      throw refused("it has format " + format + " with flags " + flags + ", and this release reads"
          + " format " + FORMAT + " without any");
    }
    if (checksum(bytes, end) != ByteBuffer.wrap(bytes).getInt(end)) {
      throw refused("it is damaged, its checksum does not match");
    }
    KeyringReader reader = new KeyringReader(bytes, HEAD_LENGTH, end);
    KeyringExport export = new KeyringExport(
        reader.u16("export's kind"),
        reader.string(KeyringFormat.MAX_SLOT_FIELD, "export's parameters"),
        reader.string(KeyringFormat.MAX_SLOT_FIELD, "export's wrapped key"),
        reader.string(KeyringFormat.MAX_LENGTH, "export's keyring"));
    reader.end();
    return export;
  }

  private static KeyUnavailableException refused(String why) {
    return new KeyUnavailableException(
        "The export of the keyring cannot be used: " + why + ". Take another copy of it.", null);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * The keyring in it, open.
   *
   * @throws KeyUnavailableException if it was made with another recovery key, or was edited
   */
  Keyring open(MasterKey recovery) {
    KeyringOpening opening = new KeyringOpening(keyring);
    byte[] storeId = opening.sealed().storeId();
    byte[] key;
    try {
      if (!recovery.opens(kind)) {
        throw new GeneralSecurityException("The export is for another kind of key.");
      }
      key = recovery.unwrap(wrapped, parameters, binding(storeId, kind, parameters));
    } catch (GeneralSecurityException another) {
      throw new KeyUnavailableException(
          "The export of the keyring does not open with the recovery " + recovery.source()
              + ": it was made with another one (or edited).",
          null);
    }
    if (key.length != StoreKey.LENGTH) {
      Arrays.fill(key, (byte) 0);
      throw refused("the key in it has another length");
    }
    return Keyring.open(keyring, opening, new KeyringOpening.Found(new StoreKey(key, storeId), 0));
  }
}
